"""Merging: two sign-ins of one human become one, by who shows both or by two people of the office, and apart again."""

import asyncio

import pytest

from handlers.passwords import hash_password
from storage.accounts import give_account
from tests.support.invitations import FRESH, hashes_of, on_paper, use
from tests.support.merging import MINE, days_pass, joined, office, proposed, shown, twin
from tests.support.post import gets_mail, postman, relaying
from tests.support.school import PASSWORD, School
from tests.support.second_factors import set_up, sign_in
from tests.support.serving import API_KEY, Caller, Served
from tests.support.wire import wire


async def children_of(person: Caller) -> set[str]:
    return {child["id"] for child in (await person.get("/api/me")).body["children"]}


async def who_enters(served: Served, login: str, password: str = PASSWORD) -> str | None:
    answer = await sign_in(served, login, password=password)
    if answer.status != 200:
        return None
    me = await Caller(served.http, served.base, answer.body["token"]).get("/api/me")
    number: str = me.body["person"]["id"]
    return number


async def test_who_shows_both_sign_ins_sees_what_joins_and_then_both_children(served: Served, school: School) -> None:
    other = await twin(served, school, "olga2")
    olga = await served.person("olga")
    preview = (await shown(olga, "olga2")).body
    assert (preview["survivor"]["person"]["id"], preview["other"]["person"]["id"]) == (str(school.olga), str(other))
    assert [child["id"] for child in preview["other"]["children"]] == [str(school.misha)]
    assert (preview["problem"], preview["other"]["login"]) == (None, "olga2")
    assert await children_of(olga) == {str(school.anya)}  # nothing has joined yet
    merges = (await olga.post(f"{MINE}/{preview['merge']}/join")).body["merges"]
    assert [one["login"] for one in merges] == ["olga2"]
    assert await children_of(olga) == {str(school.anya), str(school.misha)}


async def test_both_names_sign_in_to_the_one_that_stayed_with_its_password(served: Served, school: School) -> None:
    other = await twin(served, school, "olga2")
    olga = await served.person("olga")
    new = "четыре зимних слова"
    assert (await olga.post("/api/me/password", {"current": PASSWORD, "new": new})).status == 200
    merge = await joined(olga, "olga2")
    assert await who_enters(served, "olga2", new) == str(school.olga)
    assert await who_enters(served, "olga", new) == str(school.olga)
    assert await who_enters(served, "olga2") is None
    assert (await olga.post(f"{MINE}/{merge}/undo", {"password": new})).body == {"merges": []}
    assert await who_enters(served, "olga2") == str(other)
    assert await who_enters(served, "olga", new) == str(school.olga)
    assert await children_of(olga) == {str(school.anya)}


async def test_sockets_of_the_other_close_and_those_of_who_stays_hear_the_second_child(
    served: Served, school: School
) -> None:
    await twin(served, school, "olga2")
    olga, second = await served.person("olga"), await served.person("olga2")
    async with wire(served, olga) as here, wire(served, second) as there:
        assert f"diary:{school.misha}" not in here.subs
        merge = await joined(olga, "olga2")
        assert await there.closed() == 3503
        assert (await second.get("/api/me")).status == 401
        assert (await here.push("subscribe"))["channel"] == f"diary:{school.misha}"
        assert (await olga.post(f"{MINE}/{merge}/undo", {"password": PASSWORD})).status == 200
        await here.until_unsubscribed(f"diary:{school.misha}")


async def test_a_wrong_password_of_the_other_shows_nothing(served: Served, school: School) -> None:
    await twin(served, school, "olga2")
    olga = await served.person("olga")
    # not as to a stranger: her own sign-in goes on
    assert (await shown(olga, "olga2", password="a guess")).code == "wrong_password"
    assert (await shown(olga, "nobody")).code == "wrong_password"
    assert (await shown(olga, "olga")).code == "merge_same"


async def test_the_second_factor_of_the_other_is_asked_and_never_lost(served: Served, school: School) -> None:
    await twin(served, school, "olga2")
    olga = await served.person("olga")
    _, app = await set_up(served, "olga2")
    assert (await shown(olga, "olga2")).code == "second_factor_wrong"
    preview = (await shown(olga, "olga2", code=await app.fresh())).body
    assert (preview["problem"], preview["merge"]) == ("merge_second_factor", None)
    second = await served.person("olga2")
    await joined(second, "olga")  # from the one that has it
    assert (await sign_in(served, "olga")).code == "second_factor_needed"


@pytest.mark.parametrize(
    ("login", "of", "role", "child", "problem"),
    [
        ("anya2", "olga", "student", None, "merge_child_and_adult"),
        ("boris2", "boris", "guardian", "misha", "merge_different_people"),
        ("olga2", "olga", "guardian", "anya", None),
    ],
)
async def test_what_is_in_the_way_is_said_and_nothing_can_be_joined(
    served: Served, school: School, login: str, of: str, role: str, child: str | None, problem: str | None
) -> None:
    await twin(served, school, login, of=of, role=role, child=child)
    olga = await served.person("olga")
    preview = (await shown(olga, login)).body
    assert (preview["problem"], preview["merge"] is None) == (problem, problem is not None)


async def test_who_is_kept_from_a_child_gains_it_by_no_merge(served: Served, school: School) -> None:
    second = await twin(served, school, "ivan2", of="ivan", child="anya", relation="father")
    ivan = await served.person("ivan")
    assert (await shown(ivan, "ivan2")).body["problem"] == "merge_restricted"
    # a restriction that comes later holds for both as well
    await served.server.pool.execute("update guardianship set restricted = false where guardian_id = $1", school.ivan)
    await joined(ivan, "ivan2")
    assert await children_of(ivan) == {str(school.anya)}
    clara = await served.person("clara")
    restricted = await clara.ask(
        "PUT",
        f"/api/schools/{school.id}/register/people/{school.anya}/restrictions",
        {"guardian": str(second), "relation": "father"},
    )
    assert restricted.status in (200, 201), restricted.body
    assert await children_of(ivan) == set()


async def test_two_of_the_office_make_two_people_one(served: Served, school: School) -> None:
    other = await twin(served, school, "olga2")
    clara, sysop, olga = [await served.person(login) for login in ("clara", "sysop", "olga")]
    preview = (await clara.get(f"{office(school)}/preview?person={other}&other={school.olga}")).body
    assert (preview["survivor"]["person"]["id"], preview["problem"]) == (str(school.olga), None)
    [waiting] = (await proposed(clara, school, other, school.olga)).body["merges"]
    assert (waiting["mine"], waiting["may_confirm"]) == (True, False)
    one = f"{office(school)}/{waiting['merge']}"
    assert (await clara.post(f"{one}/confirm")).code == "merge_needs_another"
    [seen] = (await sysop.get(office(school))).body["merges"]
    assert seen["may_confirm"]
    [made] = (await sysop.post(f"{one}/confirm")).body["merges"]
    assert made["merged_at"] is not None
    assert await children_of(olga) == {str(school.anya), str(school.misha)}
    assert (await sysop.post(f"{one}/confirm")).code == "merge_over"
    assert (await clara.post(f"{one}/undo")).body["merges"] == []
    assert await children_of(olga) == {str(school.anya)}


async def test_a_proposal_that_is_declined_or_old_is_over(served: Served, school: School) -> None:
    other = await twin(served, school, "olga2")
    clara, sysop = await served.person("clara"), await served.person("sysop")
    for ending in ("decline", "age"):
        [waiting] = (await proposed(clara, school, other, school.olga)).body["merges"]
        one = f"{office(school)}/{waiting['merge']}"
        if ending == "decline":
            assert (await sysop.post(f"{one}/decline")).body["merges"] == []
        else:
            await days_pass(served, 31)
        assert (await sysop.post(f"{one}/confirm")).code == "merge_over"


async def test_nobody_of_the_office_merges_themselves_and_an_admin_no_leadership(
    served: Served, school: School
) -> None:
    clara, sysop = await served.person("clara"), await served.person("sysop")
    second = await twin(served, school, "clara2", of="clara", child=None, role="teacher")
    admin = await twin(served, school, "sysop2", of="sysop", child=None, role="admin")
    assert (await proposed(clara, school, second, school.clara)).status == 404
    assert (await proposed(sysop, school, second, school.clara)).status == 404  # she leads the school
    assert (await proposed(sysop, school, admin, school.sysop)).status == 404
    [waiting] = (await proposed(clara, school, admin, school.sysop)).body["merges"]
    one = f"{office(school)}/{waiting['merge']}"
    assert (await sysop.post(f"{one}/confirm")).status == 404
    assert (await (await served.person("sysop2")).post(f"{one}/confirm")).status == 404


async def test_each_school_of_the_two_has_its_say(served: Served, school: School) -> None:
    pool = served.server.pool
    second_school = await pool.fetchval("select id from school where source_id = 's2'")
    other = await twin(served, school, "olga2", child=None, at=second_school)
    clara, sysop = await served.person("clara"), await served.person("sysop")
    assert (await proposed(clara, school, other, school.olga)).status == 404  # nobody of this school
    await pool.execute(
        "insert into role (source, source_id, person_id, school_id, role) values ('t', 'x', $1, $2, 'trusted')",
        other,
        school.id,
    )
    preview = (await clara.get(f"{office(school)}/preview?person={other}&other={school.olga}")).body
    assert preview["needs_other_school"]
    assert (preview["other"]["elsewhere"], preview["other"]["login"]) == (True, None)
    assert {one["school"] for one in preview["other"]["roles"]} == {str(school.id)}
    [waiting] = (await proposed(clara, school, other, school.olga)).body["merges"]
    assert (await sysop.post(f"{office(school)}/{waiting['merge']}/confirm")).code == "merge_needs_both_schools"
    await pool.execute(
        "insert into role (source, source_id, person_id, school_id, role) values ('t', 'y', $1, $2, 'admin')",
        school.foreign_teacher,
        second_school,
    )
    foreign = await served.person("foreign_teacher")
    confirmed = await foreign.post(f"/api/schools/{second_school}/merges/{waiting['merge']}/confirm")
    assert confirmed.status == 200, confirmed.body


async def test_of_two_at_the_same_time_one_joins(served: Served, school: School) -> None:
    other = await twin(served, school, "olga2")
    olga, clara, sysop = [await served.person(login) for login in ("olga", "clara", "sysop")]
    own = (await shown(olga, "olga2")).body["merge"]
    [waiting] = (await proposed(clara, school, other, school.olga)).body["merges"]
    answers = await asyncio.gather(
        *(olga.post(f"{MINE}/{own}/join") for _ in range(3)),
        *(sysop.post(f"{office(school)}/{waiting['merge']}/confirm") for _ in range(3)),
    )
    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409, 409, 409]
    assert {answer.code for answer in answers if answer.status == 409} <= {"merge_over", "merge_same"}
    assert await served.server.pool.fetchval("select count(*) from merge where merged_at is not null") == 1


async def test_ids_of_the_other_go_on_working(served: Served, school: School) -> None:
    other = await twin(served, school, "olga2")
    olga, maria, clara = [await served.person(login) for login in ("olga", "maria", "clara")]
    before = (await maria.post("/api/chats", {"person": str(other)})).body["chat"]["id"]
    await maria.post(f"/api/chats/{before}/messages", {"text": "Здравствуйте"})
    with_olga = (await maria.post("/api/chats", {"person": str(school.olga)})).body["chat"]["id"]
    merge = await joined(olga, "olga2")
    assert (await maria.post("/api/chats", {"person": str(other)})).body["chat"]["id"] == with_olga
    page = await clara.get(f"/api/schools/{school.id}/register/people/{other}")
    assert page.body["id"] == str(school.olga), page.body
    # both conversations stay, and both have the one who is there
    chats = {chat["id"]: chat for chat in (await olga.get("/api/chats")).body["chats"]}
    assert {before, with_olga} <= chats.keys()
    answer = await olga.post(f"/api/chats/{before}/messages", {"text": "Добрый день"})
    assert answer.status == 201, answer.body
    assert (await olga.post(f"{MINE}/{merge}/undo", {"password": PASSWORD})).status == 200
    second = await served.person("olga2")
    history = (await second.get(f"/api/chats/{before}/messages")).body["messages"]
    authors = {message["author"] for message in history}
    assert authors == {str(school.maria), str(school.olga)}  # what was written meanwhile stays hers


async def test_other_systems_ring_who_stays_by_the_number_of_before(served: Served, school: School) -> None:
    other = await twin(served, school, "olga2")
    olga = await served.person("olga")
    await joined(olga, "olga2")
    async with wire(served, olga) as here:
        sent = await served.http.post(
            f"{served.base}/api/publish",
            json={"channel": f"person:{other}", "data": {"type": "x-bus", "late": True}},
            headers={"X-API-Key": API_KEY},
        )
        assert sent.status == 200
        assert (await here.publication(f"person:{school.olga}"))["data"]["type"] == "x-bus"


async def test_what_was_shown_is_joined_soon_or_shown_again(served: Served, school: School) -> None:
    await twin(served, school, "olga2")
    olga = await served.person("olga")
    merge = (await shown(olga, "olga2")).body["merge"]
    assert (await (await served.person("boris")).post(f"{MINE}/{merge}/join")).status == 404
    await days_pass(served, 1)
    assert (await olga.post(f"{MINE}/{merge}/join")).code == "merge_over"


async def test_a_case_names_somebody_of_another_school(served: Served, school: School) -> None:
    pool = served.server.pool
    second_school = await pool.fetchval("select id from school where source_id = 's2'")
    other = await twin(served, school, "olga2", child=None, at=second_school)
    case = await pool.fetchval(
        """
        insert into sign_in_case (school_id, address, language, claimed, code_hash, made_at, expires_at, diagnosed_at,
                                  cause, shown, person_id, student_id, other_id, asked_at)
        values ($1, 'olga@example.org', 'ru', $2, 'code', now(), now() + interval '1 day', now(),
                'second', 'second', $3, $4, $5, now()) returning id
        """,
        school.id,
        '{"who": "guardian", "sees": "no_child", "class": "5А", "name": {"family": "Соколова", "given": "Ольга"},'
        ' "child": {"family": "Соколова", "given": "Анна"}}',
        school.olga,
        school.anya,
        other,
    )
    clara = await served.person("clara")
    asked = {"person": str(school.olga), "other": str(other)}
    assert (await clara.post(office(school), asked)).status == 404
    [waiting] = (await clara.post(office(school), {**asked, "case": str(case)})).body["merges"]
    assert waiting["other"]["id"] == str(other)
    maria = await served.person("maria")
    assert (await maria.post(office(school), {**asked, "case": str(case)})).status == 404


async def test_an_invitation_of_the_other_opens_nothing_any_more(served: Served, school: School) -> None:
    other = await twin(served, school, "olga2")
    slip = await on_paper(served, school, await hashes_of(served), other)
    await joined(await served.person("olga"), "olga2")
    answer = await use(served, family="Соколова", code=slip.code)
    assert answer.status in (404, 409), answer.body
    assert await who_enters(served, "olga2", FRESH) is None


async def test_who_runs_the_server_gives_a_password_that_opens(served: Served, school: School) -> None:
    await twin(served, school, "olga2")
    await joined(await served.person("olga"), "olga2")
    assert await give_account(served.server.pool, "t", "olga2", None, hash_password(FRESH)) == "olga"
    assert await who_enters(served, "olga2", FRESH) == str(school.olga)


async def test_after_thirty_days_it_stays(served: Served, school: School) -> None:
    await twin(served, school, "olga2")
    olga = await served.person("olga")
    merge = await joined(olga, "olga2")
    assert (await olga.post(f"{MINE}/{merge}/undo", {"password": "a guess"})).code == "wrong_password"
    assert (await (await served.person("boris")).post(f"{MINE}/{merge}/undo", {"password": PASSWORD})).status == 404
    await days_pass(served, 30)
    assert (await olga.get(MINE)).body == {"merges": []}
    assert (await olga.post(f"{MINE}/{merge}/undo", {"password": PASSWORD})).code == "merge_over"


async def test_both_addresses_are_told_and_the_audit_knows(served: Served, school: School) -> None:
    other = await twin(served, school, "olga2")
    await gets_mail(served, school.olga, "olga@example.org")
    await gets_mail(served, other, "second@example.org", language="en")
    olga = await served.person("olga")
    async with relaying() as relay:
        merge = await joined(olga, "olga2")
        assert (await olga.post(f"{MINE}/{merge}/undo", {"password": PASSWORD})).status == 200
        await postman(served, relay.port).catch_up()
        mails = [(to, str(mail["Subject"])) for to, mail in relay.take()]
    assert sorted(mails) == [
        ("olga@example.org", "Входы снова раздельные"),
        ("olga@example.org", "Два входа объединены"),
        ("second@example.org", "The sign-ins are apart again"),
        ("second@example.org", "Two sign-ins became one"),
    ]
    noted = await served.server.pool.fetch("select action from audit where action like '%merge' order by id")
    assert [row["action"] for row in noted] == ["make_merge", "undo_merge"]
