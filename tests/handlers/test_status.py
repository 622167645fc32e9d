"""Status of an installation, as strangers read it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from channels.notices.settings import Offered
from channels.status import KEPT, StatusReader
from tests.support.school import School
from tests.support.serving import Served, serving


class Watch:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.at = datetime(2026, 9, 1, 7, 30, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


@pytest.fixture
async def with_mail(school_url: str) -> AsyncIterator[Served]:
    async with serving(
        school_url, smtp_url="smtp+plain://127.0.0.1:1", mail_from="Школа 7 <diary@school7.example>"
    ) as served:
        yield served


async def status(served: Served) -> dict[str, Any]:
    answer = await served.stranger.get("/api/status")
    assert answer.status == 200, answer.body
    body: dict[str, Any] = answer.body
    return body


async def add_school(served: Served, name: str) -> None:
    await served.server.pool.execute(
        "insert into school (source, source_id, name, zone) values ('t', $1, $1, 'Europe/Moscow')", name
    )


async def end_others(served: Served, school: School) -> None:
    """Leaves one school on the installation."""
    await served.server.pool.execute("update school set ended_at = now() where id <> $1", school.id)


async def end_all(served: Served) -> None:
    await served.server.pool.execute("update school set ended_at = now()")


@pytest.fixture
async def only(served: Served, school: School) -> School:
    """The one school of the installation."""
    await end_others(served, school)
    return school


def reader_of(served: Served, watch: Watch) -> StatusReader:
    desk = served.server.desk
    return StatusReader(
        type(desk)(desk.store, desk.publisher, watch), Offered(law=None, push_key="", mails=False, rings=False)
    )


async def test_a_stranger_reads_the_name_of_the_only_school_and_since_when_the_server_works(
    served: Served, only: School
) -> None:
    said = await status(served)
    since, now = (datetime.fromisoformat(said.pop(moment)) for moment in ("since", "now"))
    assert since <= now
    assert said == {
        "works": True,
        "is_empty": False,
        "school": "Гимназия № 7",
        "passwords": True,
        "applications": False,
        "carriers": {"push": True, "mail": False, "telephone": False},
    }


async def test_it_says_which_carriers_there_are(with_mail: Served) -> None:
    assert (await status(with_mail))["carriers"] == {"push": True, "mail": True, "telephone": False}


async def test_of_a_city_with_several_schools_no_name_is_told(served: Served, school: School) -> None:
    said = await status(served)
    assert (said["school"], said["is_empty"]) == (None, False)
    assert "№" not in str(said)


async def test_where_all_schools_have_ended_no_activation_is_waited_for(served: Served, only: School) -> None:
    await end_all(served)
    said = await status(served)
    assert (said["school"], said["is_empty"]) == (None, False)


async def test_the_schools_are_looked_up_every_few_seconds_at_most(served: Served, only: School) -> None:
    watch = Watch()
    reader = reader_of(served, watch)
    assert (await reader.read()).school == "Гимназия № 7"
    await add_school(served, "Школа № 3")
    watch.at += KEPT - timedelta(milliseconds=1)
    assert (await reader.read()).school == "Гимназия № 7"
    watch.at += timedelta(milliseconds=1)
    assert (await reader.read()).school is None
    await end_others(served, only)
    watch.at -= timedelta(days=1)  # the clock was set back
    assert (await reader.read()).school == "Гимназия № 7"


async def test_without_its_database_the_server_says_that_it_does_not_work(served: Served) -> None:
    before = await status(served)
    watch = Watch()
    reader = reader_of(served, watch)
    await served.server.pool.close()
    said = await reader.read()
    assert (said.works, said.is_empty, said.school, said.since) == (False, False, None, watch.at)
    assert before["works"] is True
