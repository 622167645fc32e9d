"""A role that ends ends all that hangs on it at that school; a class whose terms are over is nobody's class."""

from datetime import timedelta
from typing import Any

import pytest

from tests.support.school import School
from tests.support.serving import Caller, Served
from tests.support.wire import wire


async def sql(served: Served, text: str, *values: object) -> None:
    await served.server.pool.execute(text, *values)


async def end_role(served: Served, how: str, person: int, role: str, school: School) -> None:
    """As a roster does it: a last day that is past, or a line that is gone."""
    change = {
        "its last day is past": "until_day = $3",
        "its line is gone": "ended_at = now(), until_day = $3::date + 9",
    }
    await sql(
        served,
        f"update role set {change[how]} where person_id = $1 and role = $2::role_name",
        person,
        role,
        school.day,
    )


HOWS = ("its last day is past", "its line is gone")


async def diary(caller: Caller, student: int) -> int:
    return (await caller.get(f"/api/students/{student}/diary")).status


async def me(caller: Caller) -> Any:
    return (await caller.get("/api/me")).body


async def hears_nothing_of(served: Served, caller: Caller, *channels: str) -> None:
    """Not subscribed by the server, and by no way of one's own."""
    async with wire(served, caller, subs={channel: {"recover": True} for channel in channels}) as socket:
        assert not set(channels) & socket.subs.keys()
        for channel in channels:
            for method in ("subscribe", "history"):
                assert (await socket.call(method, {"channel": channel}))["error"]["code"] == 103


@pytest.mark.parametrize("how", HOWS)
async def test_a_trusted_person_without_the_role_has_no_child(served: Served, school: School, how: str) -> None:
    await sql(served, "update guardianship set until_day = null where guardian_id = $1", school.aunt)
    aunt = await served.person("aunt")
    assert await diary(aunt, school.anya) == 200
    await end_role(served, how, school.aunt, "trusted", school)
    assert await diary(aunt, school.anya) == 404
    assert (await me(aunt))["children"] == []
    await hears_nothing_of(served, aunt, f"diary:{school.anya}", f"class:{school.class_5a}", f"school:{school.id}")


@pytest.mark.parametrize("how", HOWS)
async def test_a_guardian_without_the_role_has_no_child(served: Served, school: School, how: str) -> None:
    olga = await served.person("olga")
    await end_role(served, how, school.olga, "guardian", school)
    assert await diary(olga, school.anya) == 404
    assert (await me(olga))["children"] == []
    await hears_nothing_of(served, olga, f"diary:{school.anya}", f"class:{school.class_5a}")


async def test_a_guardian_whose_roster_says_trusted_follows_the_child_as_long_as_that_role_is_in_force(
    served: Served, school: School
) -> None:
    await sql(served, "update role set role = 'trusted' where person_id = $1", school.olga)  # a mother, by relation
    olga = await served.person("olga")
    assert await diary(olga, school.anya) == 200
    await end_role(served, "its last day is past", school.olga, "trusted", school)
    assert await diary(olga, school.anya) == 404


async def test_of_two_roles_of_the_family_that_counts_which_the_relation_names(served: Served, school: School) -> None:
    """A mother of one child who is trusted with another: what ends as trusted ends, what is a mother's stays."""
    await sql(
        served,
        "insert into guardianship (source, guardian_id, student_id, relation) values ('t', $1, $2, 'trusted')",
        school.olga,
        school.misha,
    )
    await sql(
        served,
        "insert into role (source, source_id, person_id, school_id, role) values ('t', 'o-t', $1, $2, 'trusted')",
        school.olga,
        school.id,
    )
    olga = await served.person("olga")
    assert [await diary(olga, child) for child in (school.anya, school.misha)] == [200, 200]
    await end_role(served, "its line is gone", school.olga, "trusted", school)
    assert [await diary(olga, child) for child in (school.anya, school.misha)] == [200, 404]


@pytest.mark.parametrize("how", HOWS)
async def test_a_teacher_without_the_role_keeps_nothing(served: Served, school: School, how: str) -> None:
    maria = await served.person("maria")
    await end_role(served, how, school.maria, "teacher", school)
    assert (await maria.get("/api/courses")).body["courses"] == []
    assert (await maria.get(f"/api/courses/{school.maths}/journal")).status == 404
    mark = {"student": str(school.anya), "lesson": str(school.today), "value": 5, "kind": str(school.test)}
    assert (await maria.post(f"/api/courses/{school.maths}/marks", {"marks": [mark]})).status == 404
    assert await diary(maria, school.anya) == 404  # the class teacher's right hangs on it as well
    await hears_nothing_of(served, maria, f"journal:{school.maths}", f"diary:{school.anya}", f"class:{school.class_5a}")


async def test_who_covers_for_somebody_needs_the_role_as_well(served: Served, school: School) -> None:
    lev = await served.person("lev")
    assert (await lev.get(f"/api/courses/{school.maths}/journal")).status == 200
    await end_role(served, "its last day is past", school.lev, "teacher", school)
    assert (await lev.get(f"/api/courses/{school.maths}/journal")).status == 404


async def test_a_head_who_teaches_needs_no_role_of_a_teacher_unless_a_roster_has_given_one(
    served: Served, school: School
) -> None:
    await sql(
        served,
        "insert into teaching (source, source_id, course_id, teacher_id) values ('t', 'clara', $1, $2)",
        school.year_one,
        school.clara,
    )
    clara = await served.person("clara")
    assert f"journal:{school.year_one}" in (await me(clara))["channels"]
    await sql(
        served,
        "insert into role (source, source_id, person_id, school_id, role, until_day)"
        " values ('t', 'c-t', $1, $2, 'teacher', $3)",
        school.clara,
        school.id,
        school.day,
    )
    assert f"journal:{school.year_one}" not in (await me(clara))["channels"]


async def test_a_role_at_another_school_is_none_at_this_one(served: Served, school: School) -> None:
    other = await served.server.pool.fetchval("select id from school where id <> $1", school.id)
    await sql(served, "update role set school_id = $2 where person_id = any($1)", [school.olga, school.maria], other)
    assert await diary(await served.person("olga"), school.anya) == 404
    maria = await served.person("maria")
    assert (await maria.get(f"/api/courses/{school.maths}/journal")).status == 404
    assert await diary(maria, school.anya) == 404


async def add_term(served: Served, table: str, number: int, first: Any, end: Any) -> None:
    await sql(
        served,
        f"""
        with term as (
            insert into academic_session (source, source_id, title, type, from_day, until_day, school_year)
            values ('t', $2::date::text || $1::bigint, 'Год', 'schoolYear', $2, $3, 2026) returning id
        )
        insert into {table}_term select $1, id from term
        """,
        number,
        first,
        end,
    )


async def test_the_class_teacher_of_a_class_whose_terms_are_over_reads_nothing_of_it(
    served: Served, school: School
) -> None:
    maria = await served.person("maria")
    assert await diary(maria, school.anya) == 200
    await add_term(served, "class", school.class_5a, school.day - timedelta(days=300), school.day)
    assert await diary(maria, school.anya) == 404
    assert (await me(maria))["roles"] == [{"role": "teacher", "school": str(school.id)}]
    await hears_nothing_of(served, maria, f"diary:{school.anya}")


async def test_between_two_of_its_terms_a_class_is_in_force(served: Served, school: School) -> None:
    for first, end in ((-60, -5), (5, 60)):
        days = school.day + timedelta(days=first), school.day + timedelta(days=end)
        await add_term(served, "class", school.class_5a, *days)
    assert await diary(await served.person("maria"), school.anya) == 200


async def test_a_class_whose_first_term_is_to_come_is_not_in_force_yet(served: Served, school: School) -> None:
    await add_term(served, "class", school.class_5a, school.day + timedelta(days=1), school.day + timedelta(days=200))
    assert await diary(await served.person("maria"), school.anya) == 404


async def test_the_journal_of_a_course_whose_terms_are_over_is_leaderships(served: Served, school: School) -> None:
    await add_term(served, "course", school.maths, school.day - timedelta(days=300), school.day)
    assert (await (await served.person("maria")).get(f"/api/courses/{school.maths}/journal")).status == 404
    assert (await (await served.person("clara")).get(f"/api/courses/{school.maths}/journal")).status == 200


@pytest.mark.parametrize("how", HOWS)
async def test_a_student_who_has_left_and_the_family_read_equally_long(
    served: Served, school: School, how: str
) -> None:
    anya, olga, ivan, nanny, clara = [await served.person(x) for x in ("anya", "olga", "ivan", "nanny", "clara")]
    await end_role(served, how, school.anya, "student", school)
    assert [await diary(one, school.anya) for one in (anya, olga)] == [404, 404]
    rule = {"rule": "leavers_read_past", "allowed": True}
    assert (await clara.ask("PUT", f"/api/schools/{school.id}/rules", rule)).status == 200
    assert [await diary(one, school.anya) for one in (anya, olga)] == [200, 200]
    assert [await diary(one, school.anya) for one in (ivan, nanny)] == [404, 404]  # restricted; without the scope
    assert [child["id"] for child in (await me(olga))["children"]] == [str(school.anya)]
    assert (await me(anya))["student"]["id"] == str(school.anya)
    await hears_nothing_of(served, olga, f"class:{school.class_5a}")
    assert (await clara.ask("PUT", f"/api/schools/{school.id}/rules", {**rule, "allowed": False})).status == 200
    assert [await diary(one, school.anya) for one in (anya, olga)] == [404, 404]


async def test_a_guardian_whose_role_ended_before_the_child_left_reads_nothing(served: Served, school: School) -> None:
    await sql(
        served,
        "insert into school_rule values ($1, 'leavers_read_past', true, $2, now())",
        school.id,
        school.clara,
    )
    await sql(
        served, "update role set until_day = $2 where person_id = $1", school.olga, school.day - timedelta(days=9)
    )
    await end_role(served, "its last day is past", school.anya, "student", school)
    assert await diary(await served.person("olga"), school.anya) == 404
    assert await diary(await served.person("anya"), school.anya) == 200


async def test_of_two_open_classes_at_a_school_the_one_begun_last_is_the_childs(served: Served, school: School) -> None:
    second = await served.server.pool.fetchval(
        "insert into class (source, source_id, school_id, name, grade) values ('t', '5b', $1, '5Б', 5) returning id",
        school.id,
    )
    await sql(
        served,
        "insert into class_enrolment (source, source_id, class_id, student_id, from_day) values ('t', 'x', $1, $2, $3)",
        second,
        school.anya,
        school.day - timedelta(days=3),
    )
    olga, maria, lev = [await served.person(login) for login in ("olga", "maria", "lev")]
    [child] = (await me(olga))["children"]
    assert child["class"]["name"] == "5Б"
    students = (await lev.get(f"/api/courses/{school.maths}/journal")).body["students"]
    assert [one["class"] for one in students if one["id"] == str(school.anya)] == ["5Б"]
    assert await diary(maria, school.anya) == 404  # class teacher of 5А
    [course] = (await maria.get("/api/courses")).body["courses"]
    assert course["students"] == 2
