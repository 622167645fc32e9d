"""Posting, correcting and withdrawing, as a teacher and a family live it."""

import asyncio
from typing import Any

import pytest

from tests.support.post import expanded
from tests.support.school import School
from tests.support.serving import Caller, Served
from tests.support.wire import wire


def mark(school: School, student: int | None = None, /, **changes: Any) -> dict[str, Any]:
    return {
        "student": str(student or school.anya),
        "lesson": str(school.today),
        "value": 5,
        "kind": str(school.test),
        "comment": "Решено красиво",
        **changes,
    }


async def post(teacher: Caller, school: School, *marks: dict[str, Any], key: str | None = None) -> list[dict[str, Any]]:
    answer = await teacher.post(f"/api/courses/{school.maths}/marks", {"marks": list(marks)}, key=key)
    assert answer.status == 201, answer.body
    posted: list[dict[str, Any]] = answer.body["marks"]
    return posted


async def diary(person: Caller, school: School) -> Any:
    return (await person.get(f"/api/students/{school.anya}/diary")).body


async def rows(served: Served, table: str) -> int:
    number: int = await served.server.pool.fetchval(f"select count(*) from {table}")
    return number


async def test_a_posted_mark_stands_in_the_journal_and_in_the_familys_diary(served: Served, school: School) -> None:
    maria, olga = await served.person("maria"), await served.person("olga")
    [posted] = await post(maria, school, mark(school))
    assert (posted["value"], posted["weight"], posted["revision"]) == (5, 3, 1)
    journal = (await maria.get(f"/api/courses/{school.maths}/journal")).body
    week = await diary(olga, school)
    assert journal["marks"] == [posted] == week["marks"]
    [average] = week["averages"]
    assert (average["course"], average["subject"]) == (str(school.maths), "Математика")
    assert (average["sum"], average["weight"], average["mean"]) == (15, 3, "5.00")


async def test_a_class_of_marks_is_one_publication_for_each_diary_and_one_for_the_journal(
    served: Served, school: School
) -> None:
    maria = await served.person("maria")
    await post(
        maria, school, mark(school), mark(school, value=4, kind=str(school.answer)), mark(school, school.misha, value=3)
    )
    tops = {row["name"]: row["top_offset"] for row in await served.server.pool.fetch("select * from channel")}
    assert tops == {f"diary:{school.anya}": 1, f"diary:{school.misha}": 1, f"journal:{school.maths}": 1}


async def test_the_family_is_told_at_once_with_all_that_was_said(served: Served, school: School) -> None:
    maria, olga = await served.person("maria"), await served.person("olga")
    async with wire(served, olga) as phone:
        [posted] = await post(maria, school, mark(school))
        told = await phone.publication(f"diary:{school.anya}")
    assert told["offset"] == 1
    assert told["data"] == {"type": "marks_posted", "marks": [posted]}
    assert posted["comment"] == "Решено красиво"
    assert posted["author"]["name"]["family"] == "Рябова"
    assert posted["at_lesson"]["subject"] == "Математика"


async def test_a_correction_tells_what_stood_before(served: Served, school: School) -> None:
    maria, olga = await served.person("maria"), await served.person("olga")
    [posted] = await post(maria, school, mark(school, value=3))
    answer = await maria.patch(f"/api/marks/{posted['id']}", {"revision": 1, "value": 4, "reason": "пересчёт"})
    assert answer.status == 200
    corrected = answer.body["mark"]
    assert corrected["was"] == {"value": 3, "kind": str(school.test), "weight": 3, "comment": "Решено красиво"}
    assert (corrected["value"], corrected["revision"], corrected["reason"]) == (4, 2, "пересчёт")
    assert (await diary(olga, school))["marks"] == [corrected]


async def test_a_withdrawn_mark_is_gone_for_the_family_and_kept_in_the_history(served: Served, school: School) -> None:
    maria, olga = await served.person("maria"), await served.person("olga")
    [posted] = await post(maria, school, mark(school, value=2))
    async with wire(served, olga) as phone:
        answer = await maria.post(f"/api/marks/{posted['id']}/withdraw", {"revision": 1, "reason": "ошибка ввода"})
        told = await phone.publication(f"diary:{school.anya}")
    trace = answer.body["mark"]
    assert trace["state"] == "withdrawn"
    assert not {"value", "comment", "kind", "weight"} & trace.keys()
    assert told["data"] == {"type": "mark_withdrawn", "mark": trace}
    week = await diary(olga, school)
    assert week["marks"] == [trace]
    assert week["averages"] == []
    assert (await maria.get(f"/api/courses/{school.maths}/journal")).body["marks"] == []
    history = (await maria.get(f"/api/marks/{posted['id']}")).body["history"]
    assert [(one["revision"], one["value"], one["withdrawn"]) for one in history] == [(1, 2, False), (2, 2, True)]


async def test_a_stale_correction_gets_the_mark_as_it_stands(served: Served, school: School) -> None:
    maria, lev = await served.person("maria"), await served.person("lev")
    [posted] = await post(maria, school, mark(school, value=3))
    first = await lev.patch(f"/api/marks/{posted['id']}", {"revision": 1, "value": 4})
    second = await maria.patch(f"/api/marks/{posted['id']}", {"revision": 1, "value": 5})
    assert (second.status, second.code) == (409, "stale")
    assert second.body["current"] == first.body["mark"]
    assert await rows(served, "mark_revision") == 2


async def test_a_withdrawn_mark_cannot_be_changed(served: Served, school: School) -> None:
    maria = await served.person("maria")
    [posted] = await post(maria, school, mark(school))
    await maria.post(f"/api/marks/{posted['id']}/withdraw", {"revision": 1})
    answer = await maria.patch(f"/api/marks/{posted['id']}", {"revision": 2, "value": 4})
    assert (answer.status, answer.code) == (409, "mark_withdrawn")


async def test_a_correction_that_changes_nothing_is_no_news(served: Served, school: School) -> None:
    maria = await served.person("maria")
    [posted] = await post(maria, school, mark(school))
    answer = await maria.patch(f"/api/marks/{posted['id']}", {"revision": 1, "value": 5})
    assert answer.body["mark"] == posted
    assert await rows(served, "publication") == 2


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"value": 6}, "value", "mark_outside_scale"),
        ({"value": 0}, "value", "mark_outside_scale"),
        ({"value": -1}, "value", "mark_outside_scale"),
        ({"student": "petya"}, "student", "student_not_in_course"),
        ({"student": "foreign_student"}, "student", "student_not_in_course"),
        ({"student": "maria"}, "student", "student_not_in_course"),
        ({"lesson": "foreign_today"}, "lesson", "lesson_not_in_course"),
        ({"lesson": "tomorrow"}, "lesson", "lesson_in_future"),
        ({"kind": "999999"}, "kind", "unknown_mark_kind"),
    ],
)
async def test_a_mark_against_the_rules_is_refused_and_nothing_is_stored(
    served: Served, school: School, changes: dict[str, Any], field: str, code: str
) -> None:
    maria = await served.person("maria")
    wrong = {
        name: str(getattr(school, value)) if isinstance(value, str) and not value.isdigit() else value
        for name, value in changes.items()
    }
    answer = await maria.post(
        f"/api/courses/{school.maths}/marks", {"marks": [mark(school, school.misha), mark(school, **wrong)]}
    )
    assert (answer.status, answer.code) == (422, code)
    assert [error["field"] for error in answer.body["errors"]] == [f"marks.1.{field}"]
    assert answer.body["detail"]
    assert await rows(served, "mark") == await rows(served, "publication") == await rows(served, "notice") == 0


async def test_year_one_has_no_marks(served: Served, school: School) -> None:
    nina = await served.person("nina")
    answer = await nina.post(
        f"/api/courses/{school.year_one}/marks",
        {"marks": [mark(school, school.petya, lesson=str(school.year_one_today))]},
    )
    assert (answer.status, answer.code) == (422, "no_marks_in_year_one")
    assert (
        await nina.post(
            f"/api/courses/{school.year_one}/attendance",
            {"attendance": [{"student": str(school.petya), "lesson": str(school.year_one_today), "status": "ill"}]},
        )
    ).status == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": "5"},
        {"value": 4.5},
        {"value": True},
        {"value": None},
        {"student": ["1"]},
        {"student": "1; drop table mark"},
        {"student": "-1"},
        {"weight": 101},
        {"weight": -1},
        {"comment": "x" * 301},
        {"comment": "a\u0000b"},
        {"colour": "red"},
    ],
)
async def test_wrong_types_and_unknown_fields_are_named(served: Served, school: School, wrong: dict[str, Any]) -> None:
    maria = await served.person("maria")
    answer = await maria.post(f"/api/courses/{school.maths}/marks", {"marks": [mark(school, **wrong)]})
    assert (answer.status, answer.code) == (400, "bad_request")
    [field] = wrong
    assert {error["field"] for error in answer.body["errors"]} == {f"marks.0.{field}"}
    assert await rows(served, "mark") == 0


async def test_the_same_key_gets_the_first_answer_and_writes_once(served: Served, school: School) -> None:
    maria = await served.person("maria")
    first = await post(maria, school, mark(school), key="k-1")
    assert await post(maria, school, mark(school), key="k-1") == first
    assert await rows(served, "mark") == 1
    assert await rows(served, "publication") == 2


async def test_the_same_key_for_something_else_is_refused(served: Served, school: School) -> None:
    maria = await served.person("maria")
    await post(maria, school, mark(school), key="k-1")
    answer = await maria.post(f"/api/courses/{school.maths}/marks", {"marks": [mark(school, value=4)]}, key="k-1")
    assert (answer.status, answer.code) == (409, "idempotency_key_reused")
    assert await rows(served, "mark") == 1


async def test_a_key_means_the_same_by_rest_and_by_rpc(served: Served, school: School) -> None:
    maria = await served.person("maria")
    posted = await post(maria, school, mark(school), key="k-1")
    async with wire(served, maria) as socket:
        reply = await socket.rpc("post_marks", course=str(school.maths), marks=[mark(school)], key="k-1")
    assert reply["rpc"]["data"] == {"marks": posted}
    assert await rows(served, "mark") == 1


async def test_attendance_is_recorded_corrected_and_told(served: Served, school: School) -> None:
    maria, olga = await served.person("maria"), await served.person("olga")
    path = f"/api/courses/{school.maths}/attendance"
    cell = {"student": str(school.anya), "lesson": str(school.today)}
    async with wire(served, olga) as phone:
        late = (await maria.post(path, {"attendance": [{**cell, "status": "late", "minutes": 7}]})).body["attendance"]
        told = await phone.publication(f"diary:{school.anya}")
    assert told["data"] == {"type": "attendance_recorded", "attendance": late}
    again = (await maria.post(path, {"attendance": [{**cell, "status": "late", "minutes": 7}]})).body["attendance"]
    assert again == late
    assert await rows(served, "publication") == 2
    present = (await maria.post(path, {"attendance": [{**cell, "status": "present", "revision": 1}]})).body[
        "attendance"
    ]
    assert (present[0]["status"], present[0]["revision"]) == ("present", 2)
    assert (await diary(olga, school))["attendance"] == present


async def test_one_cell_named_twice_is_refused(served: Served, school: School) -> None:
    maria = await served.person("maria")
    cell = {"student": str(school.anya), "lesson": str(school.today), "status": "absent"}
    answer = await maria.post(f"/api/courses/{school.maths}/attendance", {"attendance": [cell, cell]})
    assert (answer.status, answer.code) == (422, "duplicate_cell")
    assert await rows(served, "attendance") == 0


async def test_guardians_who_follow_the_child_and_the_student_get_a_notice_and_nobody_else(
    served: Served, school: School
) -> None:
    maria = await served.person("maria")
    await post(maria, school, mark(school))
    await expanded(served)
    noticed = await served.server.pool.fetch("select person_id from notice")
    assert {row["person_id"] for row in noticed} == {school.olga, school.anya}


async def test_marks_posted_at_once_are_listed_in_the_order_they_were_told(served: Served, school: School) -> None:
    maria, olga = await served.person("maria"), await served.person("olga")
    async with wire(served, olga) as phone:
        await asyncio.gather(*(post(maria, school, mark(school, comment=f"{n}")) for n in range(40)))
        told = [
            one["id"] for _ in range(40) for one in (await phone.publication(f"diary:{school.anya}"))["data"]["marks"]
        ]
    assert [one["id"] for one in (await diary(olga, school))["marks"]] == told


async def test_a_child_who_is_present_wakes_nobody_but_a_corrected_absence_does(served: Served, school: School) -> None:
    maria = await served.person("maria")
    path = f"/api/courses/{school.maths}/attendance"
    cell = {"student": str(school.anya), "lesson": str(school.today)}
    for revision, (status, notices) in enumerate((("present", 0), ("absent", 1), ("present", 2))):
        entry = {**cell, "status": status, "revision": revision}
        assert (await maria.post(path, {"attendance": [entry]})).status == 200
        await expanded(served)
        assert await rows(served, "notice") == notices
