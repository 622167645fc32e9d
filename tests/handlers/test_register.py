"""People and classes that a school types, corrects and ends itself."""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from handlers.passwords import hash_password
from tests.handlers.test_courses import added as added_course
from tests.handlers.test_lesson_days import sql
from tests.support.school import PASSWORD, School
from tests.support.serving import Answer, Caller, Served
from tests.support.wire import Wire, wire


@pytest.fixture
async def clara(served: Served) -> Caller:
    return await served.person("clara")


def path(school: School, *parts: object) -> str:
    return "/".join([f"/api/schools/{school.id}/register", *map(str, parts)])


def named(family: str, given: str, role: str, **more: Any) -> dict[str, Any]:
    return {"family": family, "given": given, "role": role, **more}


async def add(by: Caller, school: School, family: str, given: str, role: str, **more: Any) -> dict[str, Any]:
    answer = await by.post(path(school, "people"), named(family, given, role, **more))
    assert answer.status == 201, answer.body
    person: dict[str, Any] = answer.body
    return person


async def add_class(by: Caller, school: School, name: str, grade: int = 7) -> str:
    answer = await by.post(path(school, "classes"), {"name": name, "grade": grade})
    assert answer.status == 201, answer.body
    return str(answer.body["class"]["id"])


async def do(by: Caller, school: School, person: object, *act: str, **asked: Any) -> Answer:
    method = "PUT" if act in (("guardians",), ("restrictions",)) else "POST"
    return await by.ask(method, path(school, "people", person, *act), asked)


async def done(by: Caller, school: School, person: object, *act: str, **asked: Any) -> dict[str, Any]:
    answer = await do(by, school, person, *act, **asked)
    assert answer.status == 200, answer.body
    body: dict[str, Any] = answer.body
    return body


async def found(by: Caller, school: School, query: str) -> list[str]:
    body = (await by.get(path(school, f"people?{query}"))).body
    return [f"{one['name']['family']} {one['name']['given']}" for one in body["people"]]


async def sign_in_as(served: Served, person: str, login: str) -> Caller:
    """Gives somebody an account, as an invitation would."""
    await sql(
        served,
        "insert into account (person_id, name, password_hash) values ($1, $2, $3)",
        int(person),
        login,
        hash_password(PASSWORD),
    )
    return await served.person(login)


async def until(socket: Wire, kind: str, channel: str) -> None:
    """Waits for the push of that kind about the channel: `subscribe` or `unsubscribe`."""
    while kind not in (push := await socket.any_push()) or push["channel"] != channel:
        pass


def held(person: dict[str, Any], kind: str) -> list[tuple[Any, ...]]:
    return [
        (one.get("role", one.get("relation")), one["standing"], one["from_day"], one["until_day"], one["typed"])
        for one in person[kind]
    ]


async def test_people_are_found_by_each_word_of_name_phone_and_class(
    served: Served, school: School, clara: Caller
) -> None:
    await add(clara, school, "Чёрный", "Пётр", "teacher", phone="+7 916 555-47-12", email="p.black@example.org")
    assert await found(clara, school, "q=соколов анна") == ["Соколова Анна"]
    assert await found(clara, school, "q=черный") == ["Чёрный Пётр"]
    assert await found(clara, school, "q=555-47") == ["Чёрный Пётр"]
    assert await found(clara, school, "q=black@example") == ["Чёрный Пётр"]
    assert await found(clara, school, "q=5а") == ["Белов Михаил", "Соколова Анна"]
    assert await found(clara, school, "role=leadership") == ["Дорн Клара"]
    assert await found(clara, school, f"class={school.class_5a}") == [
        "Белов Михаил",
        "Рябова Мария",
        "Соколова Анна",
    ]
    assert await found(clara, school, "q=100%25") == []
    body = (await clara.get(path(school, "people?q=соколова ольга"))).body
    [olga] = body["people"]
    assert [(child["name"]["given"], child["classes"][0]["name"]) for child in olga["children"]] == [("Анна", "5А")]
    assert (olga["roles"], olga["typed"], olga["ended"], body["found"], body["more"]) == (
        ["guardian"],
        False,
        False,
        1,
        False,
    )


async def test_a_long_list_comes_in_parts_that_meet(served: Served, school: School, clara: Caller) -> None:
    await sql(
        served,
        "insert into person (source, source_id, family_name, given_name)"
        " select 't', 'many' || n, 'Яковлев', 'Илья' from generate_series(1, 60) n",
    )
    await sql(
        served,
        "insert into role (source, source_id, person_id, school_id, role)"
        " select 't', source_id, id, $1, 'staff' from person where source_id like 'many%'",
        school.id,
    )
    first = (await clara.get(path(school, "people?q=яковлев"))).body
    rest = (await clara.get(path(school, f"people?q=яковлев&after={first['people'][-1]['id']}"))).body
    ids = [one["id"] for one in (*first["people"], *rest["people"])]
    assert (first["found"], first["more"], rest["more"], len(ids), len(set(ids))) == (60, True, False, 60, 60)


async def test_a_typed_teacher_has_the_role_at_once_and_is_of_no_roster(
    served: Served, school: School, clara: Caller
) -> None:
    person = await add(clara, school, "Орлова", "Зоя", "teacher", middle="Львовна", email="z@example.org")
    assert (person["typed"], person["email"], person["signs_in"]) == (True, "z@example.org", False)
    assert held(person, "roles") == [("teacher", "now", str(school.day), None, True)]
    zoya = await sign_in_as(served, person["id"], "zoya")
    assert (await zoya.get(f"/api/schools/{school.id}/classes")).status == 200


async def test_a_second_person_of_that_name_and_role_is_named_and_goes_on_only_if_meant(
    served: Served, school: School, clara: Caller
) -> None:
    asked = named("СОКОЛОВА", "Анна", "student")
    answer = await clara.post(path(school, "people"), asked)
    assert (answer.status, answer.code) == (409, "person_again")
    assert [one["id"] for one in answer.body["people"]] == [str(school.anya)]
    assert (await clara.post(path(school, "people"), {**asked, "meant": True})).status == 201
    assert (await clara.post(path(school, "people"), named("Соколова", "Анна", "teacher"))).status == 201


async def test_names_and_contacts_of_a_typed_person_are_corrected_by_one_at_a_time(
    served: Served, school: School, clara: Caller
) -> None:
    person = await add(clara, school, "Орлова", "Зоя", "teacher", phone="+7 900 000-00-00")
    where = path(school, "people", person["id"])
    asked = {"family": "Орлова-Вознесенская", "given": "Зоя", "revision": person["revision"]}
    answer = await clara.ask("PUT", where, asked)
    assert (answer.body["name"]["family"], answer.body["phone"]) == ("Орлова-Вознесенская", None)
    late = await (await served.person("sysop")).ask("PUT", where, {**asked, "family": "Орловская"})
    assert (late.status, late.code) == (409, "stale")
    assert late.body["current"]["name"]["family"] == "Орлова-Вознесенская"


async def test_what_a_roster_says_is_shown_and_not_changed(served: Served, school: School, clara: Caller) -> None:
    anya = (await clara.get(path(school, "people", school.anya))).body
    assert (anya["typed"], held(anya, "roles")) == (False, [("student", "now", None, None, False)])
    fields = {"family": "Соколова", "given": "Анна", "revision": 1}
    for answer in (
        await clara.ask("PUT", path(school, "people", school.anya), fields),
        await do(clara, school, school.anya, "end"),
        await do(clara, school, school.anya, "roles", "end", role="student"),
        await do(clara, school, school.anya, "classes", "end", **{"class": str(school.class_5a), "role": "student"}),
        await do(clara, school, school.anya, "guardians", "end", guardian=str(school.olga)),
        await clara.ask("PUT", path(school, "classes", school.class_5a), {"name": "5Б", "revision": 1}),
        await clara.post(path(school, "classes", school.class_5a, "end"), {}),
    ):
        assert (answer.status, answer.code) == (409, "of_a_roster")
    assert (await do(clara, school, school.anya, "roles", "end", role="staff")).code == "nothing_to_end"


async def test_a_restriction_stands_on_the_page_and_wins_over_what_is_typed(
    served: Served, school: School, clara: Caller
) -> None:
    anya = (await clara.get(path(school, "people", school.anya))).body
    shown = {one["person"]["name"]["given"]: (one["relation"], one["restricted"]) for one in anya["guardians"]}
    assert shown == {
        "Ольга": ("mother", False),
        "Иван": ("father", True),
        "Вера": ("trusted", False),
        "Инна": ("trusted", False),
    }
    # nor does the same adult come back under a new id
    again = await add(clara, school, "СОКОЛОВ", "Иван", "guardian", middle="Ильич", meant=True)
    for adult in (str(school.ivan), again["id"]):
        answer = await do(clara, school, school.anya, "guardians", guardian=adult, relation="father")
        assert (answer.status, answer.code) == (409, "guardian_restricted")


async def test_who_is_kept_from_a_child_by_hand_loses_it_at_once_in_every_way_until_it_is_lifted(
    served: Served, school: School, clara: Caller
) -> None:
    olga, adult = await served.person("olga"), str(school.olga)
    diary = f"/api/students/{school.anya}/diary"
    async with wire(served, olga) as socket:
        assert f"diary:{school.anya}" in socket.subs
        anya = await done(clara, school, school.anya, "restrictions", guardian=adult, relation="mother")
        await until(socket, "unsubscribe", f"diary:{school.anya}")
        assert (await olga.get(diary)).status == 404
        of_olga = [(one["typed"], one["restricted"]) for one in anya["guardians"] if one["person"]["id"] == adult]
        assert sorted(of_olga) == [(False, True), (True, True)], "the roster's line gives nothing, and says so"
        again = await do(clara, school, school.anya, "guardians", guardian=adult, relation="mother")
        assert (again.status, again.code) == (409, "guardian_restricted")
        anya = await done(clara, school, school.anya, "restrictions", "end", guardian=adult)
        await until(socket, "subscribe", f"diary:{school.anya}")
    assert (await olga.get(diary)).status == 200, "the roster names her"
    assert (await do(clara, school, school.anya, "restrictions", "end", guardian=adult)).code == "nothing_to_end"


async def test_a_guardian_who_was_typed_is_no_guardian_after_a_restriction_before_somebody_names_them_again(
    served: Served, school: School, clara: Caller
) -> None:
    inna = await add(clara, school, "Белова", "Инна", "staff")
    await done(clara, school, school.misha, "guardians", guardian=inna["id"], relation="mother")
    misha = await done(clara, school, school.misha, "restrictions", guardian=inna["id"], relation="mother")
    assert held(misha, "guardians")[0] == ("mother", "now", str(school.day), None, True)
    roles = (await clara.get(path(school, "people", inna["id"]))).body["roles"]
    assert [one["role"] for one in roles if one["standing"] == "now"] == ["staff"]
    misha = await done(clara, school, school.misha, "restrictions", "end", guardian=inna["id"])
    assert held(misha, "guardians")[-1] == ("mother", "ended", str(school.day), str(school.day), True)
    caller = await sign_in_as(served, inna["id"], "inna")
    assert (await caller.get(f"/api/students/{school.misha}/diary")).status == 404
    await done(clara, school, school.misha, "guardians", guardian=inna["id"], relation="mother")
    assert (await caller.get(f"/api/students/{school.misha}/diary")).status == 200


async def test_a_restricted_adult_who_leaves_and_comes_back_is_kept_from_the_child_as_before(
    served: Served, school: School, clara: Caller
) -> None:
    inna = await add(clara, school, "Белова", "Инна", "guardian")
    await done(clara, school, school.misha, "restrictions", guardian=inna["id"], relation="mother")
    await done(clara, school, inna["id"], "end")
    await done(clara, school, inna["id"], "roles", role="guardian")
    answer = await do(clara, school, school.misha, "guardians", guardian=inna["id"], relation="mother")
    assert (answer.status, answer.code) == (409, "guardian_restricted")
    ended = await do(clara, school, school.misha, "guardians", "end", guardian=inna["id"])
    assert (ended.status, ended.code) == (409, "nothing_to_end")


async def test_what_a_roster_restricts_no_hand_lifts_and_nobody_is_kept_from_themselves(
    served: Served, school: School, clara: Caller
) -> None:
    lifted = await do(clara, school, school.anya, "restrictions", "end", guardian=str(school.ivan))
    assert (lifted.status, lifted.code) == (409, "of_a_roster")
    own = await do(clara, school, school.anya, "restrictions", guardian=str(school.anya), relation="other")
    assert own.status == 404
    await done(clara, school, school.anya, "restrictions", guardian=str(school.ivan), relation="father")
    await done(clara, school, school.anya, "restrictions", "end", guardian=str(school.ivan))
    ivan = await served.person("ivan")
    assert (await ivan.get(f"/api/students/{school.anya}/diary")).status == 404, "the roster's stands"


async def test_a_namesake_of_a_restricted_adult_with_another_patronymic_is_somebody_else(
    served: Served, school: School, clara: Caller
) -> None:
    await sql(served, "update person set middle_name = 'Ильич' where id = $1", school.ivan)
    grandfather = await add(clara, school, "Соколов", "Иван", "guardian", middle="Кузьмич", meant=True)
    await done(clara, school, school.anya, "guardians", guardian=grandfather["id"], relation="other")


async def test_whom_a_roster_has_let_go_nothing_typed_brings_back(
    served: Served, school: School, clara: Caller
) -> None:
    await sql(served, "update person set ended_at = now() where id = any($1)", [school.misha, school.boris])
    for answer in (
        await do(clara, school, school.misha, "roles", role="student"),
        await do(clara, school, school.misha, "classes", **{"class": str(school.class_5a), "role": "student"}),
        await do(clara, school, school.anya, "guardians", guardian=str(school.boris), relation="other"),
    ):
        assert (answer.status, answer.code) == (409, "of_a_roster")


async def test_a_guardian_who_is_named_hears_of_the_child_at_once_and_after_the_end_no_more(
    served: Served, school: School, clara: Caller
) -> None:
    person = await add(clara, school, "Белова", "Инна", "staff")
    inna = await sign_in_as(served, person["id"], "inna")
    diary = f"diary:{school.misha}"
    async with wire(served, inna) as socket:
        assert diary not in socket.subs
        misha = await done(clara, school, school.misha, "guardians", guardian=person["id"], relation="mother")
        assert held(misha, "guardians")[0] == ("mother", "now", str(school.day), None, True)
        await until(socket, "subscribe", diary)
        assert (await inna.get(f"/api/students/{school.misha}/diary")).status == 200
        misha = await done(clara, school, school.misha, "guardians", "end", guardian=person["id"])
        assert held(misha, "guardians")[-1] == ("mother", "ended", str(school.day), str(school.day), True)
        assert (await inna.get(f"/api/students/{school.misha}/diary")).status == 404
        await until(socket, "unsubscribe", diary)
    roles = (await clara.get(path(school, "people", person["id"]))).body["roles"]
    assert [one["role"] for one in roles] == ["staff"]  # the guardian's role went with the only child


async def test_a_relation_is_said_anew_and_a_trusted_person_is_no_guardian_then(
    served: Served, school: School, clara: Caller
) -> None:
    person = await add(clara, school, "Белова", "Инна", "staff")
    until = str(school.day + timedelta(days=30))
    await done(clara, school, school.misha, "guardians", guardian=person["id"], relation="mother")
    misha = await done(
        clara,
        school,
        school.misha,
        "guardians",
        guardian=person["id"],
        relation="trusted",
        until_day=until,
        diary=False,
    )
    [said] = [one for one in misha["guardians"] if one["person"]["id"] == person["id"]]
    assert (said["relation"], said["until_day"], said["diary"]) == ("trusted", until, False)
    inna = (await clara.get(path(school, "people", person["id"]))).body
    assert sorted(one["role"] for one in inna["roles"]) == ["staff", "trusted"]
    backwards = await do(
        clara, school, school.misha, "guardians", guardian=person["id"], relation="aunt", until_day=str(school.day)
    )
    assert backwards.status == 400
    early = await do(
        clara, school, school.misha, "guardians", guardian=person["id"], relation="other", until_day=str(school.day)
    )
    assert (early.status, early.code) == (422, "days_end_first")


async def test_what_is_not_said_of_a_guardian_who_is_named_anew_stays_as_it_was_typed(
    served: Served, school: School, clara: Caller
) -> None:
    person = await add(clara, school, "Белова", "Инна", "staff")
    until, since = str(school.day + timedelta(days=30)), str(school.day - timedelta(days=3))
    terms = {"until_day": until, "from_day": since, "diary": False}
    await done(clara, school, school.misha, "guardians", guardian=person["id"], relation="mother", **terms)
    misha = await done(clara, school, school.misha, "guardians", guardian=person["id"], relation="other")
    [said] = [one for one in misha["guardians"] if one["person"]["id"] == person["id"]]
    assert said["relation"] == "other"
    assert {name: said[name] for name in terms} == terms
    backwards = await do(
        clara, school, school.misha, "guardians", guardian=person["id"], relation="other", from_day=until
    )
    assert (backwards.status, backwards.code) == (422, "days_end_first")
    more = {"until_day": None, "diary": True}
    misha = await done(clara, school, school.misha, "guardians", guardian=person["id"], relation="other", **more)
    [said] = [one for one in misha["guardians"] if one["person"]["id"] == person["id"]]
    assert (said["from_day"], said["until_day"], said["diary"]) == (since, None, True)


async def test_a_guardian_called_like_somebody_who_is_kept_from_the_child_is_told_of(
    served: Served, school: School, clara: Caller
) -> None:
    inna = await add(clara, school, "Белова", "Инна", "guardian")
    await done(clara, school, school.misha, "guardians", guardian=inna["id"], relation="mother")
    other = await add(clara, school, "Белова", "Инна", "guardian", middle="Олеговна", meant=True)
    misha = await done(clara, school, school.misha, "restrictions", guardian=other["id"], relation="mother")
    told = {one["person"]["id"]: one["like_restricted"] for one in misha["guardians"]}
    assert (told[inna["id"]], told[other["id"]]) == (True, False)
    assert [one for one, is_like in told.items() if is_like] == [inna["id"]]


async def test_a_student_changes_the_class_on_a_day_and_both_classes_are_kept(
    served: Served, school: School, clara: Caller
) -> None:
    first, second = [await add_class(clara, school, name) for name in ("7А", "7Б")]
    person = await add(
        clara, school, "Жуков", "Лев", "student", **{"class": first, "from_day": str(school.day - timedelta(days=20))}
    )
    moved = school.day - timedelta(days=5)
    after = await done(
        clara, school, person["id"], "classes", **{"class": second, "role": "student", "from_day": str(moved)}
    )
    assert [(one["class"]["name"], one["standing"], one["from_day"], one["until_day"]) for one in after["classes"]] == [
        ("7Б", "now", str(moved), None),
        ("7А", "ended", str(school.day - timedelta(days=20)), str(moved)),
    ]
    # the days of each class are those of the history that lessons are read by
    rows = await served.server.pool.fetch(
        "select class_id, until_day = 'infinity' as stays from class_enrolment_days where student_id = $1 order by 1",
        int(person["id"]),
    )
    assert [(row["class_id"], row["stays"]) for row in rows] == [(int(first), False), (int(second), True)]
    again = await do(clara, school, person["id"], "classes", **{"class": second, "role": "student"})
    assert (again.status, again.code) == (409, "already_given")


async def test_a_student_is_in_the_courses_of_the_class_on_the_days_of_the_class(
    served: Served, school: School, clara: Caller
) -> None:
    first, second = [await add_class(clara, school, name) for name in ("7А", "7Б")]
    courses = [
        int((await added_course(clara, school, **{"class": one, "classes": [one]}))["id"]) for one in (first, second)
    ]
    past, to_come = school.day - timedelta(days=3), school.day + timedelta(days=4)
    person = await add(clara, school, "Жуков", "Лев", "student", **{"class": first, "from_day": str(past)})
    await done(clara, school, person["id"], "classes", **{"class": second, "role": "student", "from_day": str(to_come)})

    async def days() -> list[tuple[int, date | None, date | None]]:
        rows = await served.server.pool.fetch(
            "select course_id, greatest(from_day, since_day) as first, until_day from course_enrolment"
            " where student_id = $1 and ended_at is null order by course_id",
            int(person["id"]),
        )
        return [(row["course_id"], row["first"], row["until_day"]) for row in rows]

    assert [(course, until) for course, _, until in await days()] == [(courses[0], to_come), (courses[1], None)]
    assert (await days())[1][1] == to_come
    # the move is called off: the class to come goes, the one that was left stays until its day
    await done(clara, school, person["id"], "classes", "end", **{"class": second, "role": "student"})
    assert [course for course, _, _ in await days()] == [courses[0]]
    # out of the class since yesterday
    yesterday = str(school.day - timedelta(days=1))
    await done(clara, school, person["id"], "classes", "end", **{"class": first, "role": "student", "day": yesterday})
    assert await days() == []
    until = await served.server.pool.fetchval(
        "select max(until_day) from course_enrolment_past where student_id = $1 and course_id = $2",
        int(person["id"]),
        courses[0],
    )
    assert str(until) == yesterday


async def test_a_class_teacher_who_is_named_follows_the_class_at_once_and_then_no_more(
    served: Served, school: School, clara: Caller
) -> None:
    nina = await served.person("nina")
    asked = {"class": str(school.class_5a), "role": "class_teacher"}
    async with wire(served, nina) as socket:
        await done(clara, school, school.nina, "classes", **asked)
        await until(socket, "subscribe", f"diary:{school.anya}")
        assert (await nina.get(f"/api/students/{school.anya}/diary")).status == 200
        await done(clara, school, school.nina, "classes", "end", **asked)
        await until(socket, "unsubscribe", f"diary:{school.anya}")
    assert (await nina.get(f"/api/students/{school.anya}/diary")).status == 404


async def test_a_new_student_of_a_class_is_in_its_teachers_list_at_once(
    served: Served, school: School, clara: Caller
) -> None:
    maria = await served.person("maria")
    async with wire(served, maria) as socket:
        person = await add(clara, school, "Жуков", "Лев", "student", **{"class": str(school.class_5a)})
        await until(socket, "subscribe", f"diary:{person['id']}")
        assert (await maria.get(f"/api/students/{person['id']}/diary")).status == 200


async def test_a_role_that_begins_is_heard_by_whoever_has_it_and_not_by_the_whole_school(
    served: Served, school: School, clara: Caller
) -> None:
    everybody, person = f"school:{school.id}", f"person:{school.olga}"
    olga = await served.person("olga")
    async with wire(served, olga) as socket:
        await done(clara, school, school.olga, "roles", role="teacher")
        await socket.publication(person)
        assert (await olga.get(f"/api/schools/{school.id}/classes")).status == 200
        heard = "select top_offset from channel where name = $1"
        before = await served.server.pool.fetchval(heard, everybody)
        await done(clara, school, school.olga, "roles", "end", role="teacher")
        await until(socket, "pub", everybody)
        assert (before or 0, await served.server.pool.fetchval(heard, everybody)) == (0, 1)
    assert (await olga.get(f"/api/schools/{school.id}/classes")).status == 404


async def test_a_class_gives_nothing_without_the_role(served: Served, school: School, clara: Caller) -> None:
    for role in ("student", "class_teacher"):
        answer = await do(clara, school, school.olga, "classes", **{"class": str(school.class_5a), "role": role})
        assert (answer.status, answer.code) == (409, "role_missing"), role
    answer = await do(clara, school, school.maria, "guardians", guardian=str(school.olga), relation="mother")
    assert answer.code == "role_missing"


async def test_a_role_ends_on_a_day_to_come_and_holds_until_then(served: Served, school: School, clara: Caller) -> None:
    person = await add(clara, school, "Орлова", "Зоя", "teacher")
    day = str(school.day + timedelta(days=7))
    after = await done(clara, school, person["id"], "roles", "end", role="teacher", day=day)
    assert held(after, "roles") == [("teacher", "now", str(school.day), day, True)]
    zoya = await sign_in_as(served, person["id"], "zoya")
    assert (await zoya.get(f"/api/schools/{school.id}/classes")).status == 200
    after = await done(clara, school, person["id"], "roles", "end", role="teacher")
    assert (await zoya.get(f"/api/schools/{school.id}/classes")).status == 404
    assert await found(clara, school, "q=орлова") == []
    assert await found(clara, school, "q=орлова&ended=true") == ["Орлова Зоя"]


async def test_who_is_no_student_any_more_leaves_the_class(served: Served, school: School, clara: Caller) -> None:
    class_ = await add_class(clara, school, "7А")
    person = await add(
        clara, school, "Жуков", "Лев", "student", **{"class": class_, "from_day": str(school.day - timedelta(days=9))}
    )
    after = await done(clara, school, person["id"], "roles", "end", role="student")
    assert [(one["standing"], one["until_day"]) for one in after["classes"]] == [("ended", str(school.day))]
    [one] = (await clara.get(path(school, "classes?ended=false"))).body["classes"][-1:]
    assert (one["name"], one["students"]) == ("7А", 0)


async def test_a_typed_person_who_ends_signs_in_no_more_and_comes_back_with_a_role(
    served: Served, school: School, clara: Caller
) -> None:
    person = await add(clara, school, "Орлова", "Зоя", "teacher")
    zoya = await sign_in_as(served, person["id"], "zoya")
    after = await done(clara, school, person["id"], "end")
    assert after["ended"] is True
    assert (await zoya.get("/api/me")).status == 401
    after = await done(clara, school, person["id"], "roles", role="staff")
    assert (after["ended"], held(after, "roles")[0][0]) == (False, "staff")
    assert (await zoya.get("/api/me")).status == 200


async def test_leadership_is_given_by_leadership_alone_once_there_is_one(
    served: Served, school: School, clara: Caller
) -> None:
    sysop = await served.person("sysop")
    for answer in (
        await do(sysop, school, school.sysop, "roles", role="leadership"),
        await sysop.post(path(school, "people"), named("Орлова", "Зоя", "leadership")),
    ):
        assert (answer.status, answer.code) == (403, "leadership_only")
    await sql(served, "update role set ended_at = now() where person_id = $1", school.clara)
    assert (await do(sysop, school, school.sysop, "roles", role="leadership")).status == 200


async def test_the_last_who_keeps_the_register_stays(served: Served, school: School, clara: Caller) -> None:
    await done(clara, school, school.nina, "roles", role="leadership")
    await sql(served, "update role set ended_at = now() where person_id = any($1)", [school.clara, school.sysop])
    nina = await served.person("nina")
    answer = await do(nina, school, school.nina, "roles", "end", role="leadership")
    assert (answer.status, answer.code) == (409, "last_keeper")
    assert (await nina.get(path(school, "people", school.nina))).body["roles"][0]["standing"] == "now"


async def test_a_class_has_a_profile_from_year_ten_on_also_one_of_a_roster(
    served: Served, school: School, clara: Caller
) -> None:
    where = path(school, "classes", school.class_5a)
    said = {"profile": "Физико-математический", "revision": 1}
    early = await clara.ask("PUT", f"{where}/profile", said)
    assert (early.status, early.code) == (409, "no_profile")
    await sql(served, "update class set grade = 10 where id = $1", school.class_5a)
    given = (await clara.ask("PUT", f"{where}/profile", said)).body["class"]
    assert (given["profile"], given["revision"], given["typed"]) == ("Физико-математический", 2, False)
    late = await clara.ask("PUT", f"{where}/profile", {**said, "profile": ""})
    assert (late.status, late.code, late.body["current"]["profile"]) == (409, "stale", "Физико-математический")
    taken_back = await clara.ask("PUT", f"{where}/profile", {"profile": " ", "revision": 2})
    assert taken_back.body["class"]["profile"] == ""


async def test_a_class_is_typed_once_corrected_and_ended_after_its_courses(
    served: Served, school: School, clara: Caller
) -> None:
    class_ = await add_class(clara, school, "7А")
    again = await clara.post(path(school, "classes"), {"name": "7 «a»"})  # with a Latin letter
    assert (again.status, again.code, again.body["class"]) == (409, "class_again", class_)
    where = path(school, "classes", class_)
    corrected = await clara.ask("PUT", where, {"name": "8А", "grade": 8, "revision": 1})
    assert (corrected.body["class"]["name"], corrected.body["class"]["revision"]) == ("8А", 2)
    late = await clara.ask("PUT", where, {"name": "9А", "grade": 9, "revision": 1})
    assert (late.status, late.code, late.body["current"]["name"]) == (409, "stale", "8А")
    course = await added_course(clara, school, **{"class": class_, "classes": [class_]})
    held_back = await clara.post(f"{where}/end", {})
    assert (held_back.code, held_back.body["courses"]) == ("class_has_courses", [course["title"]])
    await clara.post(f"/api/schools/{school.id}/courses/{course['id']}/end", {})
    assert (await clara.post(f"{where}/end", {})).status == 200
    names = [one["name"] for one in (await clara.get(path(school, "classes"))).body["classes"]]
    assert "8А" not in names
    all_ = (await clara.get(path(school, "classes?ended=true"))).body["classes"]
    assert [(one["name"], one["ended"]) for one in all_][-1] == ("8А", True)


async def test_people_and_classes_of_another_school_are_not_there(
    served: Served, school: School, clara: Caller
) -> None:
    foreign = await served.server.pool.fetchval(
        "select class_id from class_enrolment where student_id = $1", school.foreign_student
    )
    for answer in (
        await clara.get(path(school, "people", school.foreign_student)),
        await do(clara, school, school.foreign_student, "roles", role="student"),
        await do(clara, school, school.anya, "classes", **{"class": str(foreign), "role": "student"}),
        await do(clara, school, school.anya, "guardians", guardian=str(school.foreign_guardian), relation="father"),
        await clara.post(path(school, "people"), named("Жуков", "Лев", "student", **{"class": str(foreign)})),
        await clara.ask("PUT", path(school, "classes", foreign), {"name": "5Я", "revision": 1}),
    ):
        assert (answer.status, answer.code) == (404, "not_found")
    assert await found(clara, school, "q=чужая") == []


async def test_a_repeat_with_the_same_key_adds_nobody_twice(served: Served, school: School, clara: Caller) -> None:
    asked = named("Орлова", "Зоя", "teacher")
    answers = [await clara.ask("POST", path(school, "people"), asked, Idempotency_Key="one") for _ in range(2)]
    assert answers[0].body == answers[1].body
    assert await found(clara, school, "q=орлова") == ["Орлова Зоя"]


async def test_what_makes_no_sense_is_refused_at_the_field(served: Served, school: School, clara: Caller) -> None:
    for asked in (
        named(" ", "Зоя", "teacher"),
        named("Орлова", "Зоя", "class_teacher"),
        named("Орлова", "Зоя", "teacher", email="нет"),
        named("Орлова", "Зоя", "teacher", phone="позвоните"),
        named("Орлова", "Зоя", "teacher", from_day="12345"),
        named("Орлова", "Зоя", "teacher", **{"class": str(school.class_5a)}),
        named("О" * 101, "Зоя", "teacher"),
        named("Ор\nлова", "Зоя", "teacher"),
    ):
        assert (await clara.post(path(school, "people"), asked)).status == 400, asked


async def test_each_change_is_noted_with_who_did_it(served: Served, school: School, clara: Caller) -> None:
    person = await add(clara, school, "Орлова", "Зоя", "teacher")
    await done(clara, school, person["id"], "roles", role="admin")
    rows = await served.server.pool.fetch(
        "select action from audit where person_id = $1 and target = $2 order by id", school.clara, int(person["id"])
    )
    assert [row["action"] for row in rows] == ["add_person", "give_role:admin"]


async def test_any_changes_of_class_leave_the_days_that_were_said(
    served: Served, school: School, clara: Caller
) -> None:
    """Against an account of its own: a change cuts what is open, and touches nothing that is over."""
    chance = random.Random(11)
    classes = [await add_class(clara, school, name) for name in ("7А", "7Б", "7В")]
    begins = school.day - timedelta(days=30)
    student = (await add(clara, school, "Жуков", "Лев", "student", from_day=str(begins)))["id"]
    stays: list[Stay] = []
    for _ in range(80):
        class_, day = chance.choice(classes), begins + timedelta(days=chance.randrange(50))
        comes = chance.random() < 0.6
        when = {"from_day": str(day)} if comes else {"day": str(day)}
        act = ("classes",) if comes else ("classes", "end")
        answer = await do(clara, school, student, *act, **{"class": class_, "role": "student", **when})
        if answer.status != 200:
            assert answer.code in ("already_given", "nothing_to_end")
        else:
            stays = [stay.cut(day, school.day) if comes or stay.class_ == class_ else stay for stay in stays]
            stays += [Stay(class_, day)] if comes else []
        rows = await served.server.pool.fetch(
            "select class_id, from_day, until_day from class_enrolment_days where student_id = $1"
            " and from_day < until_day",
            int(student),
        )
        assert sorted((str(row["class_id"]), row["from_day"], row["until_day"]) for row in rows) == sorted(
            (stay.class_, stay.first, stay.until) for stay in stays if stay.first < stay.until
        )


@dataclass(frozen=True)
class Stay:
    """Days of a student in a class, and whether they are over."""

    class_: str
    first: date
    until: date = date.max
    over: bool = False

    def cut(self, day: date, today: date) -> "Stay":
        if self.over:
            return self
        return replace(self, until=min(self.until, day), over=day <= today)
