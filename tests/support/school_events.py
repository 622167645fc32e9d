"""School events of the small school."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.support.announcements import to_class
from tests.support.school import School
from tests.support.serving import Answer, Caller


def days_from_now(days: float) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="seconds")


def trip(school: School, *to: str, **more: Any) -> dict[str, Any]:
    """The body of a trip of 5А in a week."""
    asked = {
        "kind": "trip",
        "title": "В планетарий",
        "place": "Садовая-Кудринская, 5",
        "starts_at": days_from_now(7),
        "targets": [to_class(school.class_5a, *(to or ("students",)))],
    }
    return {**asked, **more}


async def planned(author: Caller, school: School, body: dict[str, Any] | None = None) -> Any:
    answer = await author.post(f"/api/schools/{school.id}/school-events", body or trip(school))
    assert answer.status == 201, answer.body
    return answer.body["event"]


async def answers(person: Caller, event: Any, participant: int, said: str) -> Answer:
    asked = {"participant": str(participant), "answer": said}
    return await person.post(f"/api/school-events/{event['id']}/answer", asked)


async def seen(person: Caller, event: Any) -> Any:
    answer = await person.get(f"/api/school-events/{event['id']}")
    assert answer.status == 200, answer.body
    return answer.body["event"]


async def place_of(person: Caller, event: Any, participant: int) -> tuple[str | None, str | None, int | None]:
    """Answer, standing, place on the waiting list, as this person sees them."""
    [place] = [one for one in (await seen(person, event))["mine"] if one["participant"]["id"] == str(participant)]
    return place["answer"], place["standing"], place["waiting"]
