"""Invitations to telephones: through the gateway, to whom no mail reaches or whom the sender chooses, once each."""

import logging
import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from channels.notices.bounces import come_back
from channels.notices.delivery import Delivery, End, Outcome
from channels.notices.ports import Note, NoteKind
from channels.notices.preferences import CarrierName
from realtime.carriers.webhook import Ring
from tests.carriers.stands import SECRET
from tests.handlers.test_contact_details import write_down
from tests.support.invitations import hashes_of, on_paper, show, use, without_account
from tests.support.post import Postman, Relaying, Telephones, postman
from tests.support.school import School, read_school
from tests.support.serving import Answer, Caller, Served, serving

MAIL, PHONE = "vera@example.org", "+7 916 123-45-67"
GATEWAY = {"webhook_url": "http://gateway.local/zvonok", "webhook_secret": SECRET}


@pytest.fixture
async def served(school_url: str) -> AsyncIterator[Served]:
    """A school that has a relay and a gateway; the tests' own postman carries."""
    async with serving(school_url, smtp_url="smtp+plain://127.0.0.1:1", **GATEWAY) as served:
        yield served


@pytest.fixture
def telephones() -> Telephones:
    return Telephones()


@pytest.fixture
def post(served: Served, relay: Relaying, telephones: Telephones) -> Postman:
    return postman(served, relay.port, telephones=telephones)


@pytest.fixture
async def nanny(served: Served, school: School) -> int:
    """An adult of Anya's who has a telephone, no address and no sign-in."""
    await without_account(served, school.nanny)
    await write_down(served, school.nanny, phone=PHONE)
    return school.nanny


async def send(caller: Caller, school: School, *people: int, **chosen: str) -> Answer:
    asked = {"people": [str(one) for one in people], **chosen}
    return await caller.post(f"/api/schools/{school.id}/invitations", asked)


async def state(served: Served, school: School, person: int) -> tuple[str, str | None, str | None]:
    """How far somebody has come, by which medium they were invited last, and by which they would be next."""
    clara = await served.person("clara")
    one = (await clara.get(f"/api/schools/{school.id}/register/people/{person}/sign-in")).body
    return one["status"], one["medium"], one["next_medium"]


def link_in(ring: Ring) -> str:
    [token] = re.findall(r"https://diary\.example/in#([\w-]{43})$", ring.data["text"])
    return str(token)


async def test_from_a_message_to_the_diary(
    served: Served, school: School, nanny: int, post: Postman, telephones: Telephones
) -> None:
    maria = await served.person("maria")
    assert await state(served, school, nanny) == ("none", None, "message")
    made = (await send(maria, school, nanny)).body
    assert (made["no_address"], made["people"][0]["status"]) == ([], "made")
    await post.catch_up()
    assert await state(served, school, nanny) == ("sent", "message", "message")
    [ring] = telephones.rang
    assert (ring.type, ring.data["phone"], ring.data["language"], ring.data["urgent"]) == (
        "invitation",
        PHONE,
        "ru",
        False,
    )
    assert ring.data["text"].startswith("Гимназия № 7: вход в дневник. Для: В. Б. До ")
    assert not any(name in str(ring.data) for name in ("Белая", "Вера", "Соколова", "Анна"))
    token = link_in(ring)
    assert (await show(served, token=token)).body["initials"] == "В. Б."
    assert (await state(served, school, nanny))[0] == "opened"
    assert (await use(served, token=token)).body["login"] == "belaia.vera"
    assert (await state(served, school, nanny))[0] == "used"
    assert await confirmed(served, nanny) == "9161234567"  # who has the link has the telephone


async def confirmed(served: Served, person: int) -> str | None:
    number: str | None = await served.server.pool.fetchval(
        "select phone_key from confirmed_telephone where person_id = $1", person
    )
    return number


async def test_a_slip_confirms_no_telephone(served: Served, school: School, nanny: int) -> None:
    slip = await on_paper(served, school, await hashes_of(served), nanny)
    assert (await use(served, token=slip.token)).status == 200
    assert await confirmed(served, nanny) is None


@pytest.mark.parametrize(
    ("email", "phone", "chosen", "goes"),
    [
        (MAIL, PHONE, None, "mail"),
        (MAIL, None, None, "mail"),
        (None, PHONE, None, "message"),
        (None, None, None, None),
        (None, "02", None, None),  # no number that could be reached
        (MAIL, PHONE, "message", "message"),
        (MAIL, PHONE, "mail", "mail"),
        (MAIL, None, "message", None),
        (None, PHONE, "mail", None),
    ],
)
async def test_an_invitation_goes_by_what_reaches_its_person(
    served: Served,
    school: School,
    nanny: int,
    post: Postman,
    relay: Relaying,
    telephones: Telephones,
    email: str | None,
    phone: str | None,
    chosen: str | None,
    goes: str | None,
) -> None:
    await write_down(served, nanny, email=email, phone=phone)
    more = {} if chosen is None else {"medium": chosen}
    made = (await send(await served.person("maria"), school, nanny, **more)).body
    assert made["no_address"] == ([] if goes else [str(nanny)])
    await post.catch_up()
    assert [to for to, _ in relay.take()] == ([MAIL] if goes == "mail" else [])
    assert [ring.data["phone"] for ring in telephones.rang] == ([PHONE] if goes == "message" else [])


async def test_after_a_mail_that_came_back_a_message_goes_and_stays_the_way(
    served: Served, school: School, nanny: int, post: Postman, relay: Relaying, telephones: Telephones
) -> None:
    await write_down(served, nanny, email=MAIL, phone=PHONE)
    maria = await served.person("maria")
    await send(maria, school, nanny)
    await post.catch_up()
    dispatch = await served.server.pool.fetchval("select dispatch_id from invitation")
    assert await come_back(served.server.desk, dispatch, "no such mailbox")
    assert await state(served, school, nanny) == ("bounced", "mail", "message")
    for _ in range(2):
        await send(maria, school, nanny)
        await post.catch_up()
        assert await state(served, school, nanny) == ("sent", "message", "message")
    assert (len(relay.take()), len(telephones.rang)) == (1, 2)
    first, second = [link_in(ring) for ring in telephones.rang]
    assert (await show(served, token=first)).code == "invitation_does_not_open"
    assert (await show(served, token=second)).status == 200


class Refusing(Telephones):
    """A gateway that answers as it is told to, and then takes everything."""

    def __init__(self, *outcomes: Outcome) -> None:
        super().__init__()
        self._outcomes = list(outcomes)

    async def carry(self, delivery: Delivery[Ring]) -> Outcome:
        await super().carry(delivery)
        return self._outcomes.pop(0) if self._outcomes else Outcome(End.ACCEPTED)


async def test_what_the_gateway_refuses_is_shown_and_mail_is_next(
    served: Served, school: School, nanny: int, relay: Relaying
) -> None:
    await write_down(served, nanny, email=MAIL, phone=PHONE)
    post = postman(served, relay.port, telephones=Refusing(Outcome(End.REFUSED, "422")))
    await send(await served.person("maria"), school, nanny, medium="message")
    await post.catch_up()
    assert await state(served, school, nanny) == ("bounced", "message", "mail")


async def test_a_gateway_that_is_away_gets_the_same_message_again(
    served: Served, school: School, nanny: int, relay: Relaying
) -> None:
    telephones = Refusing(Outcome(End.LATER, "500", in_doubt=True), Outcome(End.AWAY, "429", retry_after=60))
    post = postman(served, relay.port, telephones=telephones)
    await send(await served.person("maria"), school, nanny)
    await post.catch_up()
    assert (await state(served, school, nanny))[0] == "made"
    for _ in range(3):
        await post.round(after=timedelta(hours=2))
    assert (await state(served, school, nanny))[0] == "sent"
    assert len(telephones.rang) == 3
    assert len({(ring.id, ring.data["text"]) for ring in telephones.rang}) == 1  # the gateway knows it by its id


async def test_the_link_is_kept_nowhere_once_the_message_is_out_and_stands_in_no_log(
    served: Served,
    school: School,
    nanny: int,
    post: Postman,
    telephones: Telephones,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG):
        await send(await served.person("maria"), school, nanny)
        await post.catch_up()
    [ring] = telephones.rang
    token = link_in(ring)
    for table in ("dispatch", "invitation", "audit", "publication", "idempotency_key"):
        rows = await served.server.pool.fetch(f"select t::text as said from {table} t")
        assert not any(token in row["said"] for row in rows), table
    assert not any(secret in said for secret in (token, "916") for said in (caplog.text, repr(ring)))


async def test_a_note_that_no_gateway_carries_is_given_up(
    served: Served, school: School, post: Postman, telephones: Telephones
) -> None:
    desk = served.server.desk
    async with desk.store.begin() as tx:
        note = Note(NoteKind.MERGED, PHONE, "ru", person=school.nanny, carrier=CarrierName.WEBHOOK)
        dispatch = await tx.notices.write(note, desk.clock.now())
    await post.catch_up()
    assert telephones.rang == []
    assert await served.server.pool.fetchval("select state from dispatch where id = $1", dispatch) == "failed"


async def test_the_words_are_in_the_language_of_whom_they_are_for(
    served: Served, school: School, nanny: int, post: Postman, telephones: Telephones
) -> None:
    await served.server.pool.execute("insert into notice_setting (person_id, language) values ($1, 'en')", nanny)
    await send(await served.person("maria"), school, nanny)
    await post.catch_up()
    [ring] = telephones.rang
    assert (ring.data["language"], ring.data["text"].partition(" Until ")[0]) == (
        "en",
        "Гимназия № 7: your way into the diary. For: В. Б.",
    )


async def test_of_a_family_with_one_telephone_each_gets_an_own_message(
    served: Served, school: School, nanny: int, post: Postman, telephones: Telephones
) -> None:
    await without_account(served, school.anya)
    await write_down(served, school.anya, phone=PHONE)
    await send(await served.person("maria"), school, nanny, school.anya)
    await post.catch_up()
    said = sorted(re.findall(r"Для: (\S+ \S+)", ring.data["text"])[0] for ring in telephones.rang)
    assert said == ["А. С.", "В. Б."]


async def test_a_server_without_a_gateway_promises_no_messages(school_url: str) -> None:
    async with serving(school_url, smtp_url="smtp+plain://127.0.0.1:1") as served:
        school = await read_school(served.server.pool)
        await write_down(served, school.nanny, phone=PHONE)
        await without_account(served, school.nanny)
        maria = await served.person("maria")
        assert (await send(maria, school, school.nanny, medium="message")).code == "no_invitations_by_message"
        assert (await send(maria, school, school.nanny)).body["no_address"] == [str(school.nanny)]
        assert await state(served, school, school.nanny) == ("none", None, None)


async def test_a_server_with_a_gateway_alone_invites_by_it(school_url: str) -> None:
    async with serving(school_url, **GATEWAY) as served:
        school = await read_school(served.server.pool)
        await without_account(served, school.nanny)
        await write_down(served, school.nanny, email=MAIL, phone=PHONE)
        maria = await served.person("maria")
        assert (await send(maria, school, school.nanny, medium="mail")).code == "no_invitations_by_mail"
        assert (await send(maria, school, school.nanny)).body["people"][0]["medium"] == "message"
