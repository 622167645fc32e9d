"""Portals as a school's admins keep them, and whose passwords open nothing beside them."""

import asyncio
from typing import Any, get_args

import pytest
from click.testing import CliRunner

from channels.notices.settings import Offered
from channels.portals.inputs import RoleOfPortal
from channels.portals.keeping import MOST
from channels.status import StatusReader
from handlers.commands.account import account_command
from handlers.cookies import COOKIE
from tests.support.invitations import hashes_of, on_paper, show, use, without_account
from tests.support.portals import CLIENT, OLGA, SECRET, Browser, Portal, cause_of, come, portal_here, settings_of, who
from tests.support.school import PASSWORD, School
from tests.support.serving import Answer, Caller, Served


def at(school: School, portal: str | None = None) -> str:
    return f"/api/schools/{school.id}/portals" + (f"/{portal}" if portal else "")


def changed(portal: Portal, **more: Any) -> dict[str, Any]:
    return {name: value for name, value in settings_of(portal, **more).items() if name != "issuer"}


async def signed_in(served: Served, login: str) -> Answer:
    return await served.stranger.post("/api/login", {"login": login, "password": PASSWORD})


async def without_passwords(served: Served, school: School, *roles: str) -> Answer:
    sysop = await served.person("sysop")
    return await sysop.ask("PUT", f"/api/schools/{school.id}/passwords-off", {"roles": list(roles)})


async def connect(served: Served, portal: Portal, number: str, login: str, subject: str) -> None:
    person = await served.person(login)
    browser = Browser(served, {COOKIE: person.token or ""})
    asked = await browser.post("/api/me/portals", {"portal": number, "password": PASSWORD})
    assert cause_of(await browser.open(portal.sign_in(asked.body["address"], subject))) == "connected"


async def test_its_keeper_sees_a_portal_and_nobody_its_secret(
    served: Served, school: School, portal: Portal, number: str
) -> None:
    sysop = await served.person("sysop")
    answer = await sysop.get(at(school))
    [one] = answer.body["portals"]
    assert (one["issuer"], one["client_id"], one["has_secret"]) == (portal.issuer, CLIENT, True)
    assert one["redirect_uri"].endswith(f"/portals/{number}/callback")
    assert one["claims"]["patronymic"] == "middle_name"
    assert SECRET not in answer.raw.decode()
    clara = await served.person("clara")
    assert (await clara.get(at(school))).code == "not_found"


async def test_a_change_keeps_the_secret_that_it_does_not_name(
    served: Served, school: School, portal: Portal, number: str
) -> None:
    sysop = await served.person("sysop")
    renamed = await sysop.ask("PUT", at(school, number), changed(portal, name_ru="Портал", client_secret=None))
    assert renamed.body["portals"][0]["name"]["ru"] == "Портал"
    browser, _ = await come(served, portal, number, **OLGA)
    assert await who(browser) == "Ольга"
    emptied = await sysop.ask("PUT", at(school, number), changed(portal, client_secret=""))
    assert emptied.body["portals"][0]["has_secret"] is False


async def test_a_portal_that_is_off_is_shown_to_nobody_and_lets_nobody_in(
    served: Served, school: School, portal: Portal, number: str
) -> None:
    browser = Browser(served)
    back = portal.sign_in(await browser.depart(number), "s", **OLGA)
    sysop = await served.person("sysop")
    await sysop.ask("PUT", at(school, number), changed(portal, is_on=False))
    assert (await served.stranger.get("/api/portals")).body["portals"] == []
    assert cause_of(await browser.open(back)) == "portal_failed"
    assert (await Browser(served).post("/api/login/portal", {"portal": number})).code == "not_found"


async def test_a_portal_that_ended_knows_nobody_when_it_is_added_again(
    served: Served, school: School, portal: Portal, number: str
) -> None:
    await come(served, portal, number, **OLGA)
    sysop = await served.person("sysop")
    assert (await sysop.post(at(school), settings_of(portal))).code == "already_given"
    assert (await sysop.ask("DELETE", at(school, number))).body["portals"] == []
    [again] = (await sysop.post(at(school), settings_of(portal))).body["portals"]
    browser, _ = await come(served, portal, again["id"], "by another subject", **OLGA)
    assert await who(browser) == "Ольга"


async def test_what_an_admin_does_is_in_the_audit(served: Served, school: School, portal: Portal, number: str) -> None:
    sysop = await served.person("sysop")
    await sysop.ask("PUT", at(school, number), changed(portal))
    await sysop.ask("DELETE", at(school, number))
    rows = await served.server.pool.fetch(
        "select action from audit where person_id = $1 and action like '%portal' order by id", school.sysop
    )
    assert [row["action"] for row in rows] == ["add_portal", "change_portal", "end_portal"]


ODD: dict[str, Any] = {
    "no issuer": {"issuer": "portal"},
    "an issuer that is no address": {"issuer": "javascript:alert(1)"},
    "no role": {"roles": []},
    "a role that there is not": {"roles": ["king"]},
    "scopes without openid": {"scopes": ["profile"]},
    "a scope of two": {"scopes": ["openid", "a b"]},
    "no name": {"name_ru": " "},
    "a secret with a line break": {"client_secret": "a\nb"},
    "something else": {"redirect_uri": "https://evil.example"},
}


@pytest.mark.parametrize("what", ODD)
async def test_odd_settings_are_refused(served: Served, school: School, portal: Portal, what: str) -> None:
    sysop = await served.person("sysop")
    assert (await sysop.post(at(school), settings_of(portal, **ODD[what]))).code == "bad_request"


async def test_a_school_has_only_so_many_portals(served: Served, school: School, portal: Portal) -> None:
    await served.server.pool.execute(
        """
        insert into portal (school_id, name_ru, name_en, issuer, client_id, client_secret, scopes, claims, roles,
                            contacts_verified, matches, is_on, made_at)
        select $1, 'П', 'P', 'https://portal.example/' || n, 'c', '', '{openid}', '{}', '{admin}', false, false, false,
               now()
        from generate_series(1, $2) n
        """,
        school.id,
        MOST,
    )
    sysop = await served.person("sysop")
    assert (await sysop.post(at(school), settings_of(portal))).code == "set_is_full"


async def test_portals_of_all_schools_are_kept_by_who_is_admin_of_all(
    served: Served, school: School, portal: Portal, number: str
) -> None:
    pool, sysop = served.server.pool, await served.person("sysop")
    async with portal_here() as other:
        assert (await sysop.post(at(school), settings_of(other, everywhere=True))).code == "not_found"
        await pool.execute(
            """
            insert into role (source, source_id, person_id, school_id, role)
            select 't', 'admin of ' || id, $1, id, 'admin' from school where id <> $2
            """,
            school.sysop,
            school.id,
        )
        answer = await sysop.post(at(school), settings_of(other, everywhere=True))
        assert answer.status == 201, answer.body
        [everywhere] = [one for one in answer.body["portals"] if one["everywhere"]]
        await pool.execute("update role set ended_at = now() where source_id like 'admin of %'")
        assert (await sysop.ask("DELETE", at(school, everywhere["id"]))).code == "not_found"
        assert (await sysop.ask("DELETE", at(school, number))).status == 200


async def test_a_school_s_portal_matches_nobody_who_belongs_to_another_school(
    served: Served, school: School, portal: Portal, number: str
) -> None:
    await served.server.pool.execute(
        """
        insert into role (source, source_id, person_id, school_id, role)
        select 't', 'teacher elsewhere', $1, id, 'teacher' from school where id <> $2
        """,
        school.olga,
        school.id,
    )
    _, answer = await come(served, portal, number, **OLGA)
    assert cause_of(answer) == "not_matched"  # else an admin of one school could come into another
    await connect(served, portal, number, "olga", "of olga")  # as she likes herself
    browser, _ = await come(served, portal, number, "of olga")
    assert await who(browser) == "Ольга"


# Whose passwords open nothing.


async def test_whose_roles_all_sign_in_by_a_portal_has_no_password_that_opens(
    served: Served, school: School, number: str
) -> None:
    assert (await without_passwords(served, school, "guardian")).body["passwords_off"] == ["guardian"]
    refused = await signed_in(served, "olga")
    unknown = await served.stranger.post("/api/login", {"login": "nobody at all", "password": PASSWORD})
    assert (refused.status, refused.body) == (unknown.status, unknown.body)
    assert (await signed_in(served, "maria")).status == 200
    await without_passwords(served, school)
    assert (await signed_in(served, "olga")).status == 200


async def test_who_comes_in_without_a_password_is_offered_none_by_an_invitation(
    served: Served, school: School, number: str
) -> None:
    await without_account(served, school.olga, school.maria)
    hashes = await hashes_of(served)
    olga, maria = [await on_paper(served, school, hashes, person) for person in (school.olga, school.maria)]
    await without_passwords(served, school, "guardian")
    assert (await show(served, token=olga.token, family="Соколова")).body["takes_password"] is False
    assert (await show(served, token=maria.token, family="Рябова")).body["takes_password"] is True
    assert (await use(served, "Соколова", token=olga.token)).code == "password_off"
    assert (await show(served, token=olga.token, family="Соколова")).status == 200  # nothing is used up
    assert (await use(served, "Рябова", token=maria.token)).status == 200


async def test_the_sign_in_page_asks_for_no_password_once_none_opens_anything(
    served: Served, school: School, portal: Portal, number: str
) -> None:
    async def asks() -> bool:
        offered = Offered(law=None, push_key="", mails=False, rings=False)
        return (await StatusReader(served.server.desk, offered).read()).passwords

    await connect(served, portal, number, "sysop", "of sysop")
    roles = get_args(RoleOfPortal)
    assert (await without_passwords(served, school, *roles)).status == 200
    assert await asks()  # another school has passwords
    await served.server.pool.execute("update school set ended_at = now() where id <> $1", school.id)
    assert not await asks()
    await without_passwords(served, school, *roles[1:])
    assert await asks()


async def test_who_has_another_role_as_well_keeps_the_password(served: Served, school: School, number: str) -> None:
    await served.server.pool.execute(
        "insert into role (source, source_id, person_id, school_id, role) values ('t', 'x', $1, $2, 'staff')",
        school.olga,
        school.id,
    )
    await without_passwords(served, school, "guardian")
    assert (await signed_in(served, "olga")).status == 200


async def test_passwords_of_admins_open_until_one_of_them_has_a_portal(
    served: Served, school: School, portal: Portal, number: str
) -> None:
    assert (await without_passwords(served, school, "admin")).code == "no_admin_by_portal"
    assert (await signed_in(served, "sysop")).status == 200
    await connect(served, portal, number, "sysop", "of sysop")
    assert (await without_passwords(served, school, "admin")).status == 200
    assert (await signed_in(served, "sysop")).code == "sign_in_failed"
    browser, _ = await come(served, portal, number, "of sysop")
    assert await who(browser) == "Егор"


async def test_nobody_takes_the_last_way_of_the_admins_away(
    served: Served, school: School, portal: Portal, number: str
) -> None:
    await connect(served, portal, number, "sysop", "of sysop")
    await without_passwords(served, school, "admin")
    sysop = await served.person("sysop")
    assert (await sysop.ask("DELETE", at(school, number))).code == "no_admin_by_portal"
    off = await sysop.ask("PUT", at(school, number), changed(portal, is_on=False))
    assert off.code == "no_admin_by_portal"
    not_for_admins = await sysop.ask("PUT", at(school, number), changed(portal, roles=["guardian"]))
    assert not_for_admins.code == "no_admin_by_portal"
    assert (await sysop.ask("DELETE", f"/api/me/portals/{number}")).code == "no_admin_by_portal"


async def test_the_command_for_emergencies_lets_admins_in_by_a_password(
    served: Served, school: School, portal: Portal, number: str, school_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await connect(served, portal, number, "sysop", "of sysop")
    await without_passwords(served, school, "admin", "guardian")
    monkeypatch.setenv("ZVONOK_DATABASE_URL", school_url)
    done = await asyncio.to_thread(CliRunner().invoke, account_command, ["sysop", "--source", "t"])
    assert done.exit_code == 0, done.output
    name, password = done.output.split()
    answer = await served.stranger.post("/api/login", {"login": name, "password": password})
    assert answer.status == 200
    person = Caller(served.http, served.base, answer.body["token"])
    assert (await person.get(at(school))).body["passwords_off"] == ["guardian"]
