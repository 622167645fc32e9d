"""Weeks that are unlike others: clocks that change, a year that begins in the middle, a week of examinations."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from tests.handlers.test_lesson_changes import diary, done, lesson_at, of
from tests.handlers.test_lesson_days import attend, mark, sql
from tests.handlers.test_lesson_days import diary as whole_diary
from tests.handlers.test_patterns import WEEK, changed, lessons, next_day, row, set_up
from tests.support.school import School
from tests.support.serving import Served

BERLIN = "Europe/Berlin"


def next_change_of_clocks(after: date) -> date:
    """Returns the first day on which noon in Berlin is at another hour of UTC than the day before."""
    days = [after + timedelta(days=n) for n in range(300)]
    noons = {day: datetime.combine(day, time(12), ZoneInfo(BERLIN)).astimezone(UTC).hour for day in days}
    return next(day for before, day in pairwise(days) if noons[before] != noons[day])


async def test_a_weekly_lesson_keeps_its_hour_when_the_clocks_change(served: Served, school: School) -> None:
    await sql(served, "update school set zone = $1 where id = $2", BERLIN, school.id)
    clara = await set_up(served, school, weeks=46)
    changing = next_change_of_clocks(school.day + WEEK)
    weekday = changing.isoweekday() % 7 or 4  # clocks change on a Sunday, without lessons
    await changed(clara, school, school.day + timedelta(days=1), row(school.maths, weekday, 2))
    olga = await served.person("olga")
    after = next_day(changing - timedelta(days=1), weekday)
    for day in (after - WEEK, after):
        [shown] = await diary(olga, school.anya, day)
        begins = datetime.fromisoformat(shown["starts_at"])
        assert begins.utcoffset() == timedelta(0)
        assert begins.astimezone(ZoneInfo(BERLIN)).isoformat()[:16] == f"{day}T09:30"


async def test_a_year_that_begins_in_the_middle_of_a_week_has_a_first_week(served: Served, school: School) -> None:
    clara = await set_up(served, school)
    year = (await clara.get(f"/api/schools/{school.id}/year")).body
    first = next_day(school.day + 2 * WEEK, 2)
    [period] = year["periods"]
    del period["id"]
    period["from_day"] = str(first)
    assert (await clara.ask("PUT", f"/api/schools/{school.id}/year", year)).status == 200
    every_day = [row(school.maths, weekday, 2) for weekday in range(1, 7)]
    await changed(clara, school, school.day + timedelta(days=1), *every_day)
    olga = await served.person("olga")
    monday = first - timedelta(days=1)
    assert await diary(olga, school.anya, monday) == []
    for day in range(5):
        assert len(await diary(olga, school.anya, first + timedelta(days=day))) == 1
    for week in (first - WEEK, first - 60 * WEEK):
        year_number, number, _ = week.isocalendar()
        answer = await olga.get(f"/api/students/{school.anya}/diary?week={year_number}-W{number:02}")
        assert (answer.status, sum(len(one["lessons"]) for one in answer.body["days"])) == (200, 0)


async def test_a_week_of_examinations_has_its_own_days_and_the_weeks_of_the_cycle_go_on(
    served: Served, school: School
) -> None:
    clara = await set_up(served, school, weeks=9)
    tomorrow = school.day + timedelta(days=1)
    by_turns = row(school.maths, 3, 2, cycle=2, weeks=[1])
    usual = (await changed(clara, school, tomorrow, by_turns))["rows"][0]
    days = [day for day, number in await lessons(served, school.maths, tomorrow) if number == 2]
    monday = days[1] - timedelta(days=2)
    exams = [row(school.maths, weekday, 4, until_day=str(monday + WEEK)) for weekday in (1, 2, 3, 4, 5)]
    afterwards = {**by_turns, "anchor": usual["anchor"], "from_day": str(monday + WEEK)}
    await changed(clara, school, monday, *exams, afterwards, end=[usual["id"]])
    made = await lessons(served, school.maths, tomorrow)
    assert [day for day, number in made if number == 4] == [monday + timedelta(days=n) for n in range(5)]
    assert [day for day, number in made if number == 2] == [day for day in days if day != days[1]]


async def test_of_two_lessons_in_a_row_the_second_falls_out_and_the_first_keeps_what_is_in_it(
    served: Served, school: School
) -> None:
    clara, maria = await set_up(served, school), await served.person("maria")
    day, first = school.day - timedelta(days=1), school.yesterday
    await sql(served, "insert into lesson (course_id, day, number) values ($1, $2, 2)", school.maths, day)
    assert (await mark(maria, school.maths, school.anya, first, school.answer)).status == 201
    assert (await attend(maria, school.maths, school.misha, first, "absent")).status == 200
    await done(clara, school, of(await lesson_at(served, school.maths, day, 2), cancelled=True))
    for login, student, kept in (("olga", "anya", "marks"), ("boris", "misha", "attendance")):
        body = await whole_diary(await served.person(login), school.people[student], day)
        [lessons_of_day] = [one["lessons"] for one in body["days"] if one["day"] == str(day)]
        assert [(one["number"], one["cancelled"]) for one in lessons_of_day] == [(1, False), (2, True)]
        assert [one["lesson"] for one in body[kept]] == [str(first)]
