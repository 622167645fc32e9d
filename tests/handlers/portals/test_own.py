"""What people do with portals themselves: they connect one, come in by an invitation, and part with it again."""

from urllib.parse import parse_qsl

from handlers.cookies import COOKIE
from tests.support.invitations import hashes_of, on_paper, show, without_account
from tests.support.portals import CLIENT, SUBJECT, Browser, Portal, cause_of, come, who
from tests.support.school import PASSWORD, School
from tests.support.serving import Answer, Served


async def connected(
    served: Served, portal: Portal, number: str, login: str, subject: str = SUBJECT
) -> tuple[Browser, Answer]:
    """Somebody who is signed in, connects the portal and comes back."""
    person = await served.person(login)
    browser = Browser(served, {COOKIE: person.token or ""})
    asked = await browser.post("/api/me/portals", {"portal": number, "password": PASSWORD})
    assert asked.status == 200, asked.body
    return browser, await browser.open(portal.sign_in(asked.body["address"], subject, name="Кто-то Другой"))


async def test_who_is_signed_in_connects_a_portal_and_comes_in_by_it(
    served: Served, portal: Portal, number: str
) -> None:
    by_password, answer = await connected(served, portal, number, "boris")
    assert answer.headers["Location"] == "/me?portal=connected"
    mine = (await by_password.open(f"{served.base}/api/me/portals")).body
    assert (mine["here"], mine["sign_out"]) == (None, None)  # this login did not begin there
    browser, _ = await come(served, portal, number)
    assert await who(browser) == "Борис"
    mine = (await browser.open(f"{served.base}/api/me/portals")).body
    [one] = mine["portals"]
    assert one["bound_at"] is not None
    assert mine["here"] == number
    page, _, asked = mine["sign_out"].partition("?")
    assert page == f"{portal.issuer}/logout"
    assert dict(parse_qsl(asked)) == {"client_id": CLIENT, "post_logout_redirect_uri": f"{served.base}/sign-in"}


async def test_who_does_not_know_the_password_connects_none(served: Served, number: str) -> None:
    boris = await served.person("boris")
    assert (await boris.post("/api/me/portals", {"portal": number, "password": "a guess"})).code == "wrong_password"
    assert (await boris.post("/api/me/portals", {"portal": number})).code == "wrong_password"


async def test_a_child_and_a_parent_have_different_accounts(served: Served, portal: Portal, number: str) -> None:
    await connected(served, portal, number, "olga")
    _, answer = await connected(served, portal, number, "anya")
    assert cause_of(answer) == "portal_taken"
    _, answer = await connected(served, portal, number, "olga", "another account")
    assert cause_of(answer) == "portal_taken"  # one account of one portal
    _, answer = await connected(served, portal, number, "olga")
    assert cause_of(answer) == "connected"


async def test_a_portal_is_connected_to_nobody_but_who_asked_for_it(
    served: Served, portal: Portal, number: str
) -> None:
    boris, maria = await served.person("boris"), await served.person("maria")
    browser = Browser(served, {COOKIE: boris.token or ""})
    asked = await browser.post("/api/me/portals", {"portal": number, "password": PASSWORD})
    back = portal.sign_in(asked.body["address"], SUBJECT)
    browser.cookies[COOKIE] = maria.token or ""  # she has signed in on this device meanwhile
    assert cause_of(await browser.open(back)) == "sign_in_again"
    assert await served.server.pool.fetchval("select count(*) from portal_account") == 0


async def test_who_is_not_of_its_roles_is_not_shown_it(served: Served, portal: Portal, number: str) -> None:
    clara = await served.person("clara")
    assert (await clara.get("/api/me/portals")).body["portals"] == []
    _, answer = await connected(served, portal, number, "clara")
    assert cause_of(answer) == "not_matched"


async def test_a_portal_that_was_disconnected_opens_nothing_and_sign_ins_stay(
    served: Served, portal: Portal, number: str
) -> None:
    await connected(served, portal, number, "boris")
    inside, _ = await come(served, portal, number)
    boris = await served.person("boris")
    left = await boris.ask("DELETE", f"/api/me/portals/{number}")
    assert left.body["portals"][0]["bound_at"] is None
    assert (await boris.ask("DELETE", f"/api/me/portals/{number}")).code == "not_found"
    _, answer = await come(served, portal, number)
    assert cause_of(answer) == "not_matched"
    assert await who(inside) == "Борис"


async def invited(served: Served, portal: Portal, number: str, token: str, family: str) -> tuple[Browser, Answer]:
    browser = Browser(served)
    asked = await browser.post("/api/invitations/portal", {"portal": number, "token": token, "family": family})
    assert asked.status == 200, asked.body
    return browser, await browser.open(portal.sign_in(asked.body["address"], SUBJECT, name="Кто-то Другой"))


async def test_an_invitation_is_used_by_a_portal(served: Served, school: School, portal: Portal, number: str) -> None:
    await without_account(served, school.boris)
    slip = await on_paper(served, school, await hashes_of(served), school.boris)
    browser, answer = await invited(served, portal, number, slip.token, "Белов")
    assert answer.headers["Location"] == "/in/portal?next=%2F&invited=1"
    assert await who(browser) == "Борис"
    again, _ = await come(served, portal, number)
    assert await who(again) == "Борис"
    assert (await show(served, token=slip.token, family="Белов")).code == "invitation_used"


async def test_an_invitation_ends_what_a_portal_knew_its_person_by(
    served: Served, school: School, portal: Portal, number: str
) -> None:
    await connected(served, portal, number, "boris", "of an earlier client")
    slip = await on_paper(served, school, await hashes_of(served), school.boris)
    browser, _ = await invited(served, portal, number, slip.token, "Белов")
    assert await who(browser) == "Борис"
    _, answer = await come(served, portal, number, "of an earlier client")
    assert cause_of(answer) == "not_matched"


async def test_an_invitation_is_not_used_up_by_an_account_that_is_somebody_s(
    served: Served, school: School, portal: Portal, number: str
) -> None:
    await connected(served, portal, number, "olga")
    slip = await on_paper(served, school, await hashes_of(served), school.anya)
    _, answer = await invited(served, portal, number, slip.token, "Соколова")
    assert cause_of(answer) == "portal_taken"  # a child's slip, and the mother's account
    assert (await show(served, token=slip.token, family="Соколова")).status == 200


async def test_who_does_not_know_the_family_name_goes_to_no_portal(served: Served, school: School, number: str) -> None:
    slip = await on_paper(served, school, await hashes_of(served), school.boris)
    asked = {"portal": number, "token": slip.token, "family": "Иванов"}
    assert (await Browser(served).post("/api/invitations/portal", asked)).code == "invitation_does_not_open"
