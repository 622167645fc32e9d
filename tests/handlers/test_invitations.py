"""Invitations: made by a school, opened by whom they are for, used once, and useless to everybody else."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import pytest

from channels.errors import Refusal
from channels.invitations.codes import ALPHABET, in_groups, readings
from channels.invitations.hashes import InvitationHashes
from channels.invitations.inviting import print_for_class
from channels.invitations.making import PaperInvitation
from channels.notices.bounces import come_back
from handlers.invitations import FAMILY_NAMES
from tests.handlers.test_login import sign_in
from tests.support.brake import no_time_passes
from tests.support.invitations import FRESH, on_paper, show, use, without_account
from tests.support.post import Postman, Relaying
from tests.support.printed import pages
from tests.support.school import PASSWORD, School
from tests.support.serving import Answer, Caller, Served, serving
from tests.support.wire import wire

MAIL = "vera@example.org"
PERSONAL = ("Белая", "Вера", "Соколова", "Анна")


@pytest.fixture
async def served(school_url: str) -> AsyncIterator[Served]:
    """A school that has a mail relay; the tests' own postman carries."""
    async with serving(school_url, smtp_url="smtp+plain://127.0.0.1:1") as served:
        yield served


@pytest.fixture
async def nanny(served: Served, school: School) -> int:
    """An adult of Anya's who has an address and no sign-in."""
    await without_account(served, school.nanny)
    await served.server.pool.execute("update person set email = $2 where id = $1", school.nanny, MAIL)
    return school.nanny


async def today(served: Served) -> date:
    """The day at the school."""
    day: date = await served.server.pool.fetchval("select (now() at time zone 'Europe/Moscow')::date")
    return day


async def send(caller: Caller, school: School, *people: int) -> Answer:
    return await caller.post(f"/api/schools/{school.id}/invitations", {"people": [str(one) for one in people]})


async def families(caller: Caller, school: School) -> dict[str, dict[str, str]]:
    """Given name of a student -> given name of each member of the family -> how far they have come."""
    answer = await caller.get(f"/api/classes/{school.class_5a}/sign-ins")
    assert answer.status == 200, answer.body
    return {
        one["student"]["person"]["name"]["given"]: {
            each["person"]["name"]["given"]: each["status"] for each in (one["student"], *one["adults"])
        }
        for one in answer.body["families"]
    }


def link_in(relay: Relaying) -> str:
    """The token of the link in the one mail that came."""
    [(_, mail)] = relay.take()
    body = mail.get_body(("plain",))
    assert body is not None
    [token] = re.findall(r"https://diary\.example/in#([\w-]{43})", body.get_content())
    return str(token)


async def test_the_class_teacher_sees_family_by_family_who_is_in(served: Served, school: School, nanny: int) -> None:
    maria = await served.person("maria")
    seen = await families(maria, school)
    # the father who must not follow Anya is not there, nor is the aunt whose time is over
    assert seen == {
        "Михаил": {"Михаил": "used", "Борис": "used"},
        "Анна": {"Анна": "used", "Ольга": "used", "Вера": "none"},
    }
    assert list(seen) == ["Михаил", "Анна"]


async def test_staff_who_have_no_sign_in_are_seen_by_leadership(served: Served, school: School) -> None:
    await without_account(served, school.lev)
    clara = await served.person("clara")
    staff = (await clara.get(f"/api/schools/{school.id}/sign-ins")).body["people"]
    assert {one["person"]["name"]["family"]: (one["role"], one["status"]) for one in staff} == {
        "Дорн": ("leadership", "used"),
        "Лебедев": ("teacher", "none"),
        "Никитина": ("teacher", "used"),
        "Рябова": ("teacher", "used"),
        "Штык": ("admin", "used"),
    }
    one = (await clara.get(f"/api/schools/{school.id}/register/people/{school.lev}/sign-in")).body
    assert (one["status"], one["email"], one["day"], one["until_day"]) == ("none", False, None, None)


async def test_from_a_mail_to_the_diary(
    served: Served, school: School, nanny: int, relay: Relaying, post: Postman
) -> None:
    maria = await served.person("maria")
    made = (await send(maria, school, nanny)).body
    assert [(one["status"], one["role"]) for one in made["people"]] == [("made", "trusted")]
    assert made["no_address"] == []
    await post.catch_up()
    assert (await families(maria, school))["Анна"]["Вера"] == "sent"
    token = link_in(relay)

    shown = (await show(served, token=token)).body
    assert (shown["school"], shown["initials"], shown["student"], shown["class"]) == (
        "Гимназия № 7",
        "В. Б.",
        "А. С.",
        "5А",
    )
    assert (shown["name"], shown["children"], shown["login"], shown["has_account"]) == (None, [], None, False)
    assert not any(name in str(shown) for name in PERSONAL)
    assert (await families(maria, school))["Анна"]["Вера"] == "opened"

    owner = (await show(served, token=token, family=" белая ")).body
    assert (owner["has_account"], owner["login"]) == (False, "belaia.vera")
    assert owner["name"] == {"family": "Белая", "given": "Вера", "middle": ""}
    assert owner["children"] == [{"given": "Анна", "class": "5А"}]

    entered = await use(served, token=token)
    assert (entered.status, entered.body["login"]) == (200, "belaia.vera")
    me = (await Caller(served.http, served.base, entered.body["token"]).get("/api/me")).body
    assert me["person"]["id"] == str(nanny)
    assert (await families(maria, school))["Анна"]["Вера"] == "used"
    assert (await sign_in(served, "belaia.vera", FRESH)).status == 200
    assert await confirmed(served, nanny) == MAIL  # who has the link has the mail


async def confirmed(served: Served, person: int) -> str | None:
    address: str | None = await served.server.pool.fetchval(
        "select address from mailbox where person_id = $1 and confirmed_at is not null", person
    )
    return address


async def test_a_slip_proves_no_address(served: Served, school: School, nanny: int, hashes: InvitationHashes) -> None:
    slip = await on_paper(served, school, hashes, nanny)
    assert (await use(served, token=slip.token)).status == 200
    assert await confirmed(served, nanny) is None


async def test_nothing_of_a_person_is_in_the_mail_but_initials(
    served: Served, school: School, nanny: int, relay: Relaying, post: Postman
) -> None:
    await send(await served.person("maria"), school, nanny)
    await post.catch_up()
    [(to, mail)] = relay.take()
    assert to == MAIL
    assert mail["Subject"] == "Приглашение в школьный дневник"
    words = "".join(part.get_content() for part in mail.walk() if part.get_content_type().startswith("text/"))
    assert "В. Б., взрослый: А. С., 5А" in words
    assert not any(name in words for name in PERSONAL)


async def test_the_secrets_are_kept_nowhere_once_the_mail_is_out(
    served: Served, school: School, nanny: int, relay: Relaying, post: Postman
) -> None:
    await send(await served.person("maria"), school, nanny)
    waiting = await served.server.pool.fetchval("select note #>> '{about,token}' from dispatch where note is not null")
    await post.catch_up()
    token = link_in(relay)
    assert waiting == token
    assert (await served.server.pool.fetchval("select note ->> 'kind' from dispatch")) == "invitation"
    for table in ("dispatch", "invitation", "audit", "publication", "idempotency_key"):
        rows = await served.server.pool.fetch(f"select t::text as said from {table} t")
        assert not any(token in row["said"] for row in rows), table


async def test_people_without_an_address_keep_the_invitation_they_have(
    served: Served, school: School, nanny: int, hashes: InvitationHashes
) -> None:
    await served.server.pool.execute("update person set email = null where id = $1", nanny)
    slip = await on_paper(served, school, hashes, nanny)
    answer = (await send(await served.person("maria"), school, nanny)).body
    assert answer["no_address"] == [str(nanny)]
    assert [one["status"] for one in answer["people"]] == ["printed"]
    assert (await show(served, token=slip.token)).status == 200


async def test_an_invitation_says_until_when_it_is_good(
    served: Served, school: School, nanny: int, hashes: InvitationHashes
) -> None:
    slip = await on_paper(served, school, hashes, nanny)
    day = await today(served)
    assert (slip.last_day - day).days == 30
    one = (await (await served.person("clara")).get(f"/api/schools/{school.id}/register/people/{nanny}/sign-in")).body
    assert (one["status"], one["day"], one["until_day"]) == ("printed", str(day), str(slip.last_day))
    assert (await left(served, slip.token)) > 29 * 86400


async def left(served: Served, token: str) -> float:
    seconds: float = await served.server.pool.fetchval(
        "select extract(epoch from expires_at - now())::float8 from invitation where token_hash = sha256($1)",
        token.encode(),
    )
    return seconds


async def test_a_slip_says_whose_adult_somebody_is_and_in_which_class(
    served: Served, school: School, nanny: int, hashes: InvitationHashes
) -> None:
    slip = await on_paper(served, school, hashes, nanny)
    assert (slip.name.family, slip.role, list(slip.children), list(slip.classes)) == (
        "Белая",
        "trusted",
        ["А. С."],
        ["5А"],
    )
    await without_account(served, school.anya)
    own = await on_paper(served, school, hashes, school.anya)
    assert (own.role, list(own.children), list(own.classes)) == ("student", [], ["5А"])


async def test_the_code_of_a_slip_is_read_however_it_is_typed(
    served: Served, school: School, nanny: int, hashes: InvitationHashes
) -> None:
    slip = await on_paper(served, school, hashes, nanny)
    for typed in (slip.code, slip.code.lower().replace("-", " "), slip.code.replace("-", "").replace("0", "o")):
        shown = await show(served, code=typed, family="БЕЛАЯ")
        assert (shown.status, shown.body.get("initials")) == (200, "В. Б."), typed
    entered = await use(served, code=slip.code.lower())
    assert entered.status == 200


async def test_of_fifty_who_use_an_invitation_at_once_one_gets_in(
    served: Served, school: School, nanny: int, hashes: InvitationHashes
) -> None:
    slip = await on_paper(served, school, hashes, nanny)
    answers = await asyncio.gather(*[use(served, token=slip.token, password=f"{FRESH} {n}") for n in range(50)])
    winners = [n for n, answer in enumerate(answers) if answer.status == 200]
    assert len(winners) == 1
    assert {answer.code for answer in answers if answer.status != 200} <= {
        "invitation_does_not_open",
        "invitation_used",
        "too_many_attempts",
    }
    assert (await sign_in(served, "belaia.vera", f"{FRESH} {winners[0]}")).status == 200
    assert await served.server.pool.fetchval("select count(*) from login where person_id = $1", nanny) == 2


async def test_who_has_no_right_to_it_hears_the_same_whatever_the_matter_is(
    served: Served, school: School, nanny: int, hashes: InvitationHashes
) -> None:
    dead = await on_paper(served, school, hashes, nanny)
    live = await on_paper(served, school, hashes, nanny)
    unknown = in_groups(a_code_of_nobody(live.code))
    answers = [
        await show(served, token="x" * 43),
        await show(served, token=dead.token),
        await show(served, token=live.token, family="Чёрная"),
        await show(served, token=dead.token, family="Чёрная"),
        await show(served, code=live.code, family="Чёрная"),
        await show(served, code=unknown, family="Белая"),
        await show(served, code="ABCD", family="Белая"),
        await use(served, family="Чёрная", token=live.token),
        await use(served, family="Белая", token="x" * 43),
    ]
    assert {answer.status for answer in answers} == {404}
    assert {answer.code for answer in answers} == {"invitation_does_not_open"}
    assert len({str(answer.body) for answer in answers}) == 1


def a_code_of_nobody(code: str) -> str:
    """A code that is well-formed, and not this one."""
    [own] = readings(code)
    return next(
        other
        for first in ALPHABET
        for second in ALPHABET
        if (other := f"{first}{own[1:-1]}{second}") != own and readings(other)
    )


async def test_its_owner_hears_what_became_of_an_invitation(
    served: Served, school: School, nanny: int, hashes: InvitationHashes
) -> None:
    replaced = await on_paper(served, school, hashes, nanny)
    expired = await on_paper(served, school, hashes, nanny)
    pool = served.server.pool
    day = await today(served)
    await pool.execute(
        "update invitation set expires_at = $1::timestamp at time zone 'Europe/Moscow' where ended_at is null", day
    )
    assert [await _code(served, one) for one in (replaced, expired)] == ["invitation_replaced", "invitation_expired"]
    assert (await show(served, token=expired.token, family="Белая")).body["day"] == str(day - timedelta(days=1))
    assert (await families(await served.person("maria"), school))["Анна"]["Вера"] == "expired"
    used = await on_paper(served, school, hashes, nanny)
    assert (await use(served, token=used.token)).status == 200
    assert await _code(served, used) == "invitation_used"
    answer = await show(served, token=used.token, family="Белая")
    assert (answer.code, answer.body["day"]) == ("invitation_used", str(day))


async def _code(served: Served, slip: PaperInvitation) -> str:
    return (await show(served, token=slip.token, family="Белая")).code


async def test_whose_answer_was_lost_comes_in_with_the_password_just_chosen(
    served: Served, school: School, nanny: int, hashes: InvitationHashes
) -> None:
    slip = await on_paper(served, school, hashes, nanny)
    assert (await use(served, token=slip.token)).status == 200
    again = await use(served, token=slip.token)
    assert (again.status, again.body["login"]) == (200, "belaia.vera")
    assert (await use(served, token=slip.token, password="другие зимние слова")).code == "invitation_used"
    assert (await use(served, "Чёрная", token=slip.token)).code == "invitation_does_not_open"


async def test_one_who_may_not_be_invited_does_not_hold_up_the_others(
    served: Served, school: School, nanny: int
) -> None:
    await served.server.pool.execute(
        "insert into role (source, source_id, person_id, school_id, role)"
        " select 't', 'works elsewhere', $1, school_id, 'teacher' from role where person_id = $2",
        school.boris,
        school.foreign_teacher,
    )
    await without_account(served, school.boris)
    answer = (await send(await served.person("maria"), school, nanny, school.boris)).body
    assert [one["status"] for one in answer["people"]] == ["made", "none"]
    assert answer["left_out"] == [str(school.boris)]


async def test_a_revoked_invitation_opens_nothing(
    served: Served, school: School, nanny: int, hashes: InvitationHashes
) -> None:
    slip = await on_paper(served, school, hashes, nanny)
    maria = await served.person("maria")
    ended = await maria.post(f"/api/schools/{school.id}/invitations/revoke", {"people": [str(nanny)]})
    assert [one["status"] for one in ended.body["people"]] == ["none"]
    assert (await show(served, token=slip.token)).code == "invitation_does_not_open"
    assert (await use(served, token=slip.token)).code == "invitation_replaced"


async def test_who_has_left_the_school_does_not_come_in_with_an_old_invitation(
    served: Served, school: School, nanny: int, hashes: InvitationHashes
) -> None:
    slip = await on_paper(served, school, hashes, nanny)
    await served.server.pool.execute("update role set ended_at = now() where person_id = $1", nanny)
    assert (await show(served, token=slip.token)).code == "invitation_does_not_open"
    assert (await use(served, token=slip.token)).code == "invitation_does_not_open"
    with pytest.raises(Refusal, match="not_found"):
        await on_paper(served, school, hashes, nanny)


async def test_a_weak_password_does_not_use_an_invitation_up(
    served: Served, school: School, nanny: int, hashes: InvitationHashes
) -> None:
    slip = await on_paper(served, school, hashes, nanny)
    assert (await use(served, token=slip.token, password="short")).code == "password_length"
    assert (await use(served, token=slip.token, password="1234567890")).code == "password_guessable"
    assert (await use(served, token=slip.token)).status == 200


async def test_family_names_are_not_guessed_one_after_the_other(
    served: Served, school: School, nanny: int, hashes: InvitationHashes
) -> None:
    slip = await on_paper(served, school, hashes, nanny)
    for n in range(FAMILY_NAMES.free):
        assert (await show(served, token=slip.token, family=f"Белова{'а' * n}")).code == "invitation_does_not_open"
    await no_time_passes(served)
    slow = await show(served, token=slip.token, family="Белая")
    assert slow.code == "too_many_attempts"
    assert slow.body["retry_after"] >= 1
    assert (await show(served, token=slip.token)).status == 200  # its link goes on to say what it says to anybody


async def test_who_knows_the_name_is_no_guesser_though_the_invitation_is_over(
    served: Served, school: School, nanny: int, hashes: InvitationHashes
) -> None:
    slip = await on_paper(served, school, hashes, nanny)
    assert (await use(served, token=slip.token)).status == 200
    answers = [await show(served, token=slip.token, family="Белая") for _ in range(2 * FAMILY_NAMES.free)]
    assert {answer.code for answer in answers} == {"invitation_used"}


async def test_few_codes_an_hour_are_guessed_from_one_address_and_good_ones_open_all_the_same(
    served: Served, school: School, nanny: int, hashes: InvitationHashes
) -> None:
    slip = await on_paper(served, school, hashes, nanny)
    [own] = readings(slip.code)
    guesses = [
        code for first in ALPHABET for second in ALPHABET if readings(code := f"{own[0]}{first}{second}{own[3:]}")
    ][:30]
    codes = [(await show(served, code=guess, family="Белая")).code for guess in guesses if guess != own]
    assert codes[:9] == ["invitation_does_not_open"] * 9
    assert codes[-1] == "too_many_attempts"
    assert (await show(served, code=slip.code, family="Белая")).status == 200


async def test_families_who_mistype_their_names_behind_one_address_slow_nobody_else_down(
    served: Served, school: School, nanny: int, hashes: InvitationHashes
) -> None:
    first = await on_paper(served, school, hashes, school.olga)
    assert (await show(served, code=first.code, family="Соклова")).code == "invitation_does_not_open"
    await served.server.pool.execute("update sign_in_failure set failures = 1000")
    await no_time_passes(served)
    [own] = readings(first.code)
    others = [f"{own[0]}{first}{second}{own[3:]}" for first in ALPHABET for second in ALPHABET]
    unknown = next(code for code in others if readings(code) and code != own)
    slip = await on_paper(served, school, hashes, nanny)
    answers = [
        await show(served, code=slip.code, family="Беля"),
        await show(served, code=unknown, family="Белая"),
        await show(served, code=slip.code, family="Белая"),
        await served.stranger.post("/api/invitations/code", {"login": "nobody", "code": "123456"}),
    ]
    assert [answer.code if answer.status != 200 else 200 for answer in answers] == [
        "invitation_does_not_open",
        "invitation_does_not_open",
        200,
        "telephone_code_wrong",
    ]


async def test_a_new_invitation_is_a_new_password_for_who_has_a_sign_in(
    served: Served, school: School, hashes: InvitationHashes
) -> None:
    olga = await served.person("olga")
    slip = await on_paper(served, school, hashes, school.olga)
    shown = (await show(served, token=slip.token, family="Соколова")).body
    assert (shown["has_account"], shown["login"]) == (True, "olga")
    async with wire(served, olga) as socket:
        entered = await use(served, family="Соколова", token=slip.token)
        assert (entered.status, entered.body["login"]) == (200, "olga")
        assert await socket.closed() == 3503
    assert (await olga.get("/api/me")).status == 401
    assert (await sign_in(served, "olga", PASSWORD)).code == "sign_in_failed"
    assert (await sign_in(served, "olga", FRESH)).status == 200


async def test_a_class_teacher_gives_no_new_password_to_who_has_one(served: Served, school: School) -> None:
    await served.server.pool.execute("update person set email = 'o@example.org' where id = $1", school.olga)
    maria = await served.person("maria")
    answer = await send(maria, school, school.olga)
    assert [one["status"] for one in answer.body["people"]] == ["used"]
    assert (answer.body["no_address"], answer.body["left_out"]) == ([], [str(school.olga)])
    assert await served.server.pool.fetchval("select count(*) from invitation") == 0


async def test_a_class_teacher_invites_neither_staff_nor_other_classes(served: Served, school: School) -> None:
    await without_account(served, school.lev, school.petya)
    maria = await served.person("maria")
    for other in (school.lev, school.petya, school.clara, school.foreign_student):
        assert (await send(maria, school, other)).code == "not_found"
        assert (await send(maria, school, school.anya, other)).code == "not_found"
    assert await served.server.pool.fetchval("select count(*) from invitation") == 0


async def test_an_admin_does_not_invite_leadership_and_with_it_take_its_place(served: Served, school: School) -> None:
    sysop, clara = await served.person("sysop"), await served.person("clara")
    refused = (await send(sysop, school, school.clara)).body
    assert (refused["left_out"], [one["status"] for one in refused["people"]]) == ([str(school.clara)], ["used"])
    assert await served.server.pool.fetchval("select count(*) from invitation") == 0
    await served.server.pool.execute("update person set email = 'k@example.org' where id = $1", school.clara)
    assert (await send(clara, school, school.clara)).body["left_out"] == []
    assert await served.server.pool.fetchval("select count(*) from invitation") == 1
    assert (await send(sysop, school, school.lev)).status == 200


async def test_a_school_gives_no_new_password_to_who_belongs_to_another_one_too(
    served: Served, school: School, hashes: InvitationHashes
) -> None:
    pool = served.server.pool
    await pool.execute(
        "insert into role (source, source_id, person_id, school_id, role) values ('t', 'guest', $1, $2, 'guardian')",
        school.foreign_teacher,
        school.id,
    )
    clara = await served.person("clara")
    answer = (await send(clara, school, school.foreign_teacher)).body
    assert [one["status"] for one in answer["people"]] == ["used"]
    assert await pool.fetchval("select count(*) from invitation") == 0


async def test_the_adult_who_must_not_follow_a_child_is_invited_by_nobody_of_the_class(
    served: Served, school: School
) -> None:
    await without_account(served, school.ivan)
    assert (await send(await served.person("maria"), school, school.ivan)).code == "not_found"


async def test_a_mail_that_comes_back_is_seen_by_who_invited(
    served: Served, school: School, nanny: int, relay: Relaying, post: Postman
) -> None:
    maria = await served.person("maria")
    relay.answers = ["550 5.1.1 no such user"]
    await send(maria, school, nanny)
    await post.catch_up()
    assert (await families(maria, school))["Анна"]["Вера"] == "bounced"
    await send(maria, school, nanny)
    await post.catch_up()
    assert (await families(maria, school))["Анна"]["Вера"] == "sent"
    dispatch = await served.server.pool.fetchval("select max(id) from dispatch")
    assert await come_back(served.server.desk, dispatch, "gone")  # hours later
    assert (await families(maria, school))["Анна"]["Вера"] == "bounced"


async def test_an_address_that_two_share_gets_two_mails_for_two_sign_ins(
    served: Served, school: School, nanny: int, relay: Relaying, post: Postman
) -> None:
    await without_account(served, school.anya)
    await served.server.pool.execute("update person set email = $2 where id = $1", school.anya, MAIL)
    await send(await served.person("maria"), school, nanny, school.anya)
    await post.catch_up()
    mails = relay.take()
    assert [to for to, _ in mails] == [MAIL, MAIL]
    bodies = [body.get_content() for _, mail in mails if (body := mail.get_body(("plain",))) is not None]
    assert sorted(re.findall(r"Для кого: (.*?)\.\n", "".join(bodies))) == ["А. С., 5А", "В. Б., взрослый: А. С., 5А"]
    tokens = [re.findall(r"/in#([\w-]+)", body)[0] for body in bodies]
    shown = {(await show(served, token=token)).body["initials"]: token for token in tokens}
    assert (await use(served, "Белая", token=shown["В. Б."])).body["login"] == "belaia.vera"
    assert (await use(served, "Соколова", token=shown["А. С."])).body["login"] == "sokolova.anna"


async def test_namesakes_get_names_of_their_own_to_sign_in_with(
    served: Served, school: School, hashes: InvitationHashes
) -> None:
    await without_account(served, school.anya, school.petya)
    await served.server.pool.execute(
        "update person set family_name = 'Соколова', given_name = 'Анна' where id = $1", school.petya
    )
    slips = [await on_paper(served, school, hashes, one) for one in (school.anya, school.petya)]
    entered = await asyncio.gather(*[use(served, "Соколова", token=slip.token) for slip in slips])
    assert sorted(one.body["login"] for one in entered) == ["sokolova.anna", "sokolova.anna2"]


async def test_the_name_of_the_roster_is_taken_where_it_is_free(
    served: Served, school: School, nanny: int, hashes: InvitationHashes
) -> None:
    await served.server.pool.execute("update person set username = 'v.belaya' where id = $1", nanny)
    slip = await on_paper(served, school, hashes, nanny)
    assert (await use(served, token=slip.token)).body["login"] == "v.belaya"


async def test_who_runs_the_server_prints_for_a_class_all_who_are_not_in(
    served: Served, school: School, nanny: int, hashes: InvitationHashes
) -> None:
    await without_account(served, school.anya, school.ivan)
    desk = served.server.desk
    slips = await print_for_class(desk, hashes, school.class_5a)
    assert [(one.name.given, one.role.value) for one in slips] == [("Анна", "student"), ("Вера", "trusted")]
    assert len(await print_for_class(desk, hashes, school.class_5a, everybody=True)) == 5


async def test_two_who_invite_the_same_people_at_once_leave_one_invitation_each(
    served: Served, school: School, nanny: int
) -> None:
    clara, maria = await served.person("clara"), await served.person("maria")
    answers = await asyncio.gather(*[send(one, school, nanny, school.anya) for one in (clara, maria) * 5])
    assert {answer.status for answer in answers} == {200}
    rows: list[Any] = await served.server.pool.fetch(
        "select person_id, count(*) from invitation where ended_at is null and used_at is null group by person_id"
    )
    assert [row["count"] for row in rows] == [1]


async def test_with_a_key_an_invitation_is_sent_once(served: Served, school: School, nanny: int) -> None:
    maria = await served.person("maria")
    body = {"people": [str(nanny)]}
    first, again = [await maria.post(f"/api/schools/{school.id}/invitations", body, key="press") for _ in range(2)]
    assert first.body == again.body
    assert await served.server.pool.fetchval("select count(*) from invitation") == 1


@pytest.mark.parametrize(
    "shown", [{}, {"token": "x", "code": "y", "family": "Белая"}, {"code": "y"}, {"token": ""}, {"token": "x" * 101}]
)
async def test_what_is_no_invitation_is_refused_with_the_field(served: Served, shown: dict[str, str]) -> None:
    assert (await show(served, **shown)).code == "bad_request"


async def test_slips_are_a_pdf_and_each_is_good_for_its_person(served: Served, school: School, nanny: int) -> None:
    await without_account(served, school.anya)
    maria = await served.person("maria")
    people = [str(one) for one in (nanny, school.anya, school.olga)]
    answer = await maria.post(f"/api/schools/{school.id}/invitations/slips", {"people": people, "language": "ru"})
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    text = " ".join(page.all() for page in pages(answer.raw))
    codes = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", text)
    assert len(codes) == 2  # a class teacher gives no new password to who has one
    opened = {(await show(served, code=code, family=name)).status for code in codes for name in ("Белая", "Соколова")}
    assert opened == {200, 404}
    alone = await maria.post(f"/api/schools/{school.id}/invitations/slips", {"people": people[2:], "language": "ru"})
    assert (alone.status, alone.code) == (409, "nobody_to_invite")
    assert (await families(maria, school))["Анна"] == {"Анна": "opened", "Ольга": "used", "Вера": "opened"}
