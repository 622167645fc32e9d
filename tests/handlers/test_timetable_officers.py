"""Staff whom the leadership appoints to the timetable."""

from datetime import timedelta

from tests.handlers.test_patterns import change, row, set_up
from tests.support.school import School
from tests.support.serving import Answer, Caller, Served
from tests.support.wire import wire


async def appoint(person: Caller, school: School, chosen: int, appointed: bool = True) -> Answer:
    body = {"person": str(chosen), "appointed": appointed}
    return await person.ask("PUT", f"/api/schools/{school.id}/timetable-officers", body)


async def test_who_is_appointed_changes_the_timetable_until_they_are_dismissed(served: Served, school: School) -> None:
    clara, nina = await set_up(served, school), await served.person("nina")
    tomorrow = school.day + timedelta(days=1)
    async with wire(served, nina) as socket:
        assert (await change(nina, school, tomorrow, row(school.maths, 3, 2))).status == 404
        assert [one["id"] for one in (await appoint(clara, school, school.nina)).body["people"]] == [str(school.nina)]
        heard = await socket.publication(f"person:{school.nina}")
        assert heard["data"] == {"type": "offices_changed"}
        assert (await nina.get("/api/me")).body["timetables"] == [str(school.id)]
        assert (await change(nina, school, tomorrow, row(school.maths, 3, 2))).status == 200
        await appoint(clara, school, school.nina, appointed=False)
        assert (await change(nina, school, tomorrow, row(school.maths, 3, 4))).status == 404
    assert (await nina.get("/api/me")).body["timetables"] == []


async def test_an_officer_appoints_nobody_and_who_leaves_the_staff_is_none_any_more(
    served: Served, school: School
) -> None:
    clara, nina = await served.person("clara"), await served.person("nina")
    await appoint(clara, school, school.nina)
    assert (await appoint(nina, school, school.lev)).status == 404
    await served.server.pool.execute("update role set ended_at = now() where person_id = $1", school.nina)
    assert (await clara.get(f"/api/schools/{school.id}/timetable-officers")).body == {"people": []}


async def test_only_staff_of_the_school_are_appointed(served: Served, school: School) -> None:
    clara = await served.person("clara")
    for person in (school.olga, school.anya, school.foreign_teacher, 999_999):
        assert (await appoint(clara, school, person)).status == 404


async def test_leadership_and_admins_keep_the_timetable_of_their_school(served: Served, school: School) -> None:
    for login, kept in (("clara", [str(school.id)]), ("sysop", [str(school.id)]), ("maria", []), ("olga", [])):
        assert (await (await served.person(login)).get("/api/me")).body["timetables"] == kept
