"""Those who are away are told by mail: once, of what they may know at that moment, when it may be told."""

import asyncio
import email
import email.policy
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest

from channels.notices.delivery import End
from channels.notices.preferences import NoticeKind
from channels.notices.quiet import Window
from handlers.letters.addresses import LetterAddresses
from handlers.letters.envelope import Envelope, header
from tests.handlers.test_marks import mark, post
from tests.support.post import KEY, Relaying, became_of, gets_mail, letters_of, postman, relaying
from tests.support.school import School, read_school
from tests.support.serving import Served, serving
from tests.support.wire import wire


def text(mail: EmailMessage, kind: str = "plain") -> str:
    part = mail.get_body((kind,))
    assert part is not None
    content: str = part.get_content()
    return content


async def test_a_guardian_who_is_away_is_mailed_of_a_mark_once(served: Served, school: School, relay: Relaying) -> None:
    await gets_mail(served, school.olga, "olga@example.org")
    maria, carrier = await served.person("maria"), postman(served, relay.port)
    await post(maria, school, mark(school))
    await carrier.round()
    [(address, mail)] = relay.take()
    assert address == "olga@example.org"
    assert "Анне поставили 5: Математика" in text(mail)
    assert "«Решено красиво»" in text(mail, "html")
    assert mail["Subject"] == "Новое в дневнике: отметки"
    assert (mail["Auto-Submitted"], mail["From"]) == ("auto-generated", "Школа 7 <diary@school7.example>")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for later in (timedelta(minutes=1), timedelta(hours=1), timedelta(days=3)):
        await carrier.round(later)
    assert relay.take() == []
    assert await became_of(served, school.olga) == [("mark", "handed_on", None)]


async def test_in_english_for_those_who_read_english(served: Served, school: School, relay: Relaying) -> None:
    await gets_mail(served, school.olga, "olga@example.org", language="en")
    await post(await served.person("maria"), school, mark(school))
    await postman(served, relay.port).round()
    [(_, mail)] = relay.take()
    assert "Анна got 5: Математика" in text(mail)
    assert mail["Subject"] == "New in the diary: marks"


async def test_an_address_that_nobody_has_confirmed_is_not_told_of_whom(
    served: Served, school: School, relay: Relaying
) -> None:
    await gets_mail(served, school.olga, "typo@example.org", confirmed=False)
    await post(await served.person("maria"), school, mark(school))
    await postman(served, relay.port).round()
    [(_, mail)] = relay.take()
    whole = text(mail) + text(mail, "html") + str(mail["Subject"])
    assert "Войдите, чтобы прочесть" in whole
    assert not [word for word in ("Ан", "Математика", "красиво", "Соколов") if word in whole]


async def test_who_lost_the_right_meanwhile_is_told_nothing(served: Served, school: School, relay: Relaying) -> None:
    await gets_mail(served, school.olga, "olga@example.org")
    carrier = postman(served, relay.port)
    await post(await served.person("maria"), school, mark(school))
    while await carrier.post.resolve():
        pass
    await served.server.pool.execute("update guardianship set ended_at = now() where guardian_id = $1", school.olga)
    await carrier.round()
    assert relay.take() == []
    assert await served.server.pool.fetchval("select problem from dispatch where state = 'dropped'") == "nothing_left"


async def test_a_correction_overtakes_what_was_not_told_yet(served: Served, school: School, relay: Relaying) -> None:
    await gets_mail(served, school.olga, "olga@example.org")
    maria = await served.person("maria")
    [posted] = await post(maria, school, mark(school))
    await maria.patch(f"/api/marks/{posted['id']}", {"revision": 1, "value": 4, "reason": "описка"})
    await postman(served, relay.port).round()
    [(_, mail)] = relay.take()
    assert "Анне исправили отметку с 5 на 4" in text(mail)


async def test_an_absence_is_told_in_its_own_words_and_cannot_be_unsubscribed(
    served: Served, school: School, relay: Relaying
) -> None:
    await gets_mail(served, school.olga, "olga@example.org")
    maria = await served.person("maria")
    entry = {"student": str(school.anya), "lesson": str(school.today), "status": "absent"}
    assert (await maria.post(f"/api/courses/{school.maths}/attendance", {"attendance": [entry]})).status == 200
    await postman(served, relay.port).round()
    [(_, mail)] = relay.take()
    assert "Анны нет на уроке: Математика" in text(mail)
    assert mail["Subject"] == "Отсутствие на уроке"
    assert mail["List-Unsubscribe"] is None


async def test_a_message_that_was_read_meanwhile_is_not_mailed(served: Served, school: School, relay: Relaying) -> None:
    await gets_mail(served, school.olga, "olga@example.org")
    maria, olga, carrier = await served.person("maria"), await served.person("olga"), postman(served, relay.port)
    chat = (await maria.post("/api/chats", {"person": str(school.olga)})).body["chat"]["id"]
    for words in ("Первое", "Второе"):
        await maria.post(f"/api/chats/{chat}/messages", {"text": words})
    await carrier.round()
    first, second = relay.take()
    assert "Сообщение от Марии Рябовой" in text(first[1])
    assert first[1]["References"] == second[1]["References"]  # they stand together
    sent = (await maria.post(f"/api/chats/{chat}/messages", {"text": "Третье"})).body["message"]
    await olga.post(f"/api/chats/{chat}/seen", {"offset": sent["offset"]})
    await carrier.round(timedelta(minutes=1))
    assert relay.take() == []
    assert (await became_of(served, school.olga))[-1] == ("message", "dropped", "seen")


async def test_quiet_hours_hold_it_until_they_are_over(served: Served, school: School, relay: Relaying) -> None:
    await gets_mail(served, school.olga, "olga@example.org")
    carrier = postman(served, relay.port, law=Window(0, 0))  # always: then it is a week
    await post(await served.person("maria"), school, mark(school))
    for _ in range(6):
        await carrier.round(timedelta(days=1))
        assert relay.take() == []
    await carrier.round(timedelta(days=2))
    assert len(relay.take()) == 1


async def test_a_relay_that_refuses_for_now_gets_it_later_and_once(
    served: Served, school: School, relay: Relaying
) -> None:
    await gets_mail(served, school.olga, "olga@example.org")
    carrier = postman(served, relay.port)
    await post(await served.person("maria"), school, mark(school))
    relay.answers = ["451 4.7.1 greylisted", "450 4.2.1 busy"]
    assert [one.end for one in await carrier.round()] == [End.LATER]
    assert [one.end for one in await carrier.round(timedelta(minutes=2))] == [End.LATER]
    assert [one.end for one in await carrier.round(timedelta(minutes=4))] == [End.ACCEPTED]
    assert len(relay.take()) == 1


async def test_an_address_that_does_not_exist_gets_no_more_mail(
    served: Served, school: School, relay: Relaying
) -> None:
    await gets_mail(served, school.olga, "nobody@example.org")
    maria, carrier = await served.person("maria"), postman(served, relay.port)
    await post(maria, school, mark(school))
    relay.answers = ["550 5.1.1 no such user nobody@example.org"]
    [outcome] = await carrier.round()
    assert (outcome.end, outcome.problem) == (End.GONE, "550 5.1.1")  # whom it was for is not kept
    await post(maria, school, mark(school, value=4))
    assert await carrier.round(timedelta(minutes=1)) == []
    assert (await became_of(served, school.olga))[-1] == ("mark", "dropped", "no_way")


async def test_a_relay_that_is_away_for_half_an_hour_costs_nothing_but_time(served: Served, school: School) -> None:
    await gets_mail(served, school.olga, "olga@example.org")
    carrier = postman(served, 1)  # nobody listens there
    await post(await served.person("maria"), school, mark(school))
    for _ in range(30):
        assert {one.end for one in await carrier.round(timedelta(minutes=1))} == {End.AWAY}
    assert await served.server.pool.fetchval("select attempts from dispatch") == 0
    async with relaying() as relay:
        back = postman(served, relay.port)
        assert [one.end for one in await back.round(timedelta(hours=1))] == [End.ACCEPTED]
        assert len(relay.take()) == 1


async def test_a_relay_that_stays_away_for_a_week_is_given_up(served: Served, school: School) -> None:
    await gets_mail(served, school.olga, "olga@example.org")
    carrier = postman(served, 1)
    await post(await served.person("maria"), school, mark(school))
    assert [one.end for one in await carrier.round(timedelta(days=6))] == [End.AWAY]
    assert [one.end for one in await carrier.round(timedelta(days=2))] == [End.AWAY]
    assert await served.server.pool.fetchval("select count(*) from dispatch where state = 'failed'") == 0
    await carrier.round(timedelta(days=6))
    assert await served.server.pool.fetchval("select state from dispatch") == "failed"
    assert await carrier.round(timedelta(days=1)) == []


async def test_of_two_postmen_one_carries_it(served: Served, school: School, relay: Relaying) -> None:
    await gets_mail(served, school.olga, "olga@example.org")
    first, second = postman(served, relay.port), postman(served, relay.port)
    await post(await served.person("maria"), school, mark(school))
    while await first.post.resolve():
        pass
    taken = await first.post.take("mail", 10)
    assert await second.round() == []
    assert len(taken) == 1
    await second.round(timedelta(minutes=5))  # the first has died: its lease is over
    [(_, mail)] = relay.take()
    [delivery] = taken
    assert mail["Message-ID"].encode() in delivery.content.message  # had it got through, both would be one mail


async def test_who_listens_and_answers_gets_no_mail(served: Served, school: School, relay: Relaying) -> None:
    await gets_mail(served, school.olga, "olga@example.org")
    olga = await served.person("olga")
    carrier = postman(served, relay.port, live=served.server.engine.parts.orders)
    async with wire(served, olga) as home:
        await post(await served.person("maria"), school, mark(school))
        await home.publication(f"diary:{school.anya}")
        await carrier.round()
        assert (await became_of(served, school.olga)) == [("mark", "waiting", None)]
        await home.answers_a_ping()
        await carrier.round(timedelta(seconds=3))
    assert (await became_of(served, school.olga)) == [("mark", "dropped", "live")]
    assert relay.take() == []


async def test_the_link_in_a_mail_stops_mails_of_its_kind_by_post_only(
    served: Served, school: School, relay: Relaying
) -> None:
    await gets_mail(served, school.olga, "olga@example.org")
    maria, carrier = await served.person("maria"), postman(served, relay.port)
    await post(maria, school, mark(school))
    await carrier.round()
    [(_, mail)] = relay.take()
    token = mail["List-Unsubscribe"].strip("<>").rpartition("/")[2]
    own = (await letters_of(served)).issue("unsubscribe", school.olga, NoticeKind.MARK.value, 60)
    assert LetterAddresses(KEY).read("unsubscribe", token).person == school.olga
    page = f"/unsubscribe/{own}"
    assert (await served.stranger.get(page)).status == 200
    assert await served.server.pool.fetchval("select count(*) from notice_mode") == 0
    assert (await served.stranger.ask("POST", page, b"List-Unsubscribe=One-Click")).status == 200
    await post(maria, school, mark(school, value=4))
    await carrier.round(timedelta(minutes=1))
    assert relay.take() == []


async def test_links_that_are_forged_expired_or_for_something_else_do_nothing(served: Served, school: School) -> None:
    ours, others = await letters_of(served), LetterAddresses(KEY)
    tries = {
        others.issue("unsubscribe", school.olga, "mark", 60): 404,
        ours.issue("confirm", school.olga, "mark", 60): 404,
        ours.issue("unsubscribe", school.olga, "absence", 60): 404,
        ours.issue("unsubscribe", school.olga, "mark", -1): 410,
        "nonsense": 404,
    }
    for token, status in tries.items():
        answer = await served.stranger.ask("POST", f"/unsubscribe/{token}", b"")
        assert answer.status == status
        assert "<h1>" in answer.body
    assert await served.server.pool.fetchval("select count(*) from notice_mode") == 0


@pytest.mark.parametrize("control", ["\n", "\r", "\x00", "\x0b", "\x7f", "\x85", "\u2028"])
def test_no_control_character_gets_into_a_header(control: str) -> None:
    with pytest.raises(ValueError, match="control character"):
        header(f"a{control}Bcc: b@example.org")


async def test_what_was_given_up_and_what_waits_is_told_to_who_watches_the_server(
    served: Served, school: School, relay: Relaying
) -> None:
    await gets_mail(served, school.olga, "olga@example.org")
    maria, carrier = await served.person("maria"), postman(served, relay.port)
    await post(maria, school, mark(school))
    relay.answers = ["550 5.1.1 no such user"]
    await carrier.round()
    await gets_mail(served, school.anya, "anya@example.org")
    await post(maria, school, mark(school, value=4))
    while await carrier.post.resolve():
        pass
    figures = str((await served.stranger.get("/metrics")).body)
    assert 'zvonok_post_given_up{carrier="mail"} 1.0' in figures
    assert 'zvonok_post_due{carrier="mail"} 1.0' in figures
    assert 'zvonok_post_due{carrier="push"} 0.0' in figures


def test_a_mail_says_what_was_written_whatever_is_in_it() -> None:
    mail = Envelope("_own_")
    mail.add("From", "=?utf-8?b?0KjQutC+0LvQsA==?= <diary@school7.example>")
    mail.add("Subject", "Срочно: " + "очень длинная тема" * 12)
    mail.add("List-Unsubscribe", f"<https://diary.example/unsubscribe/{'a' * 400}>")
    written = "Строка\n.\nFrom здесь\n--_own_--\n" + "длинная " * 400
    raw = mail.sealed(written, f"<p>{written}</p>")
    read = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    assert (text(read).replace("\r\n", "\n"), "длинная" in text(read, "html")) == (written, True)
    assert read["Subject"] == "Срочно: " + "очень длинная тема" * 12
    assert read["List-Unsubscribe"] == f"<https://diary.example/unsubscribe/{'a' * 400}>"
    assert max(map(len, raw.split(b"\r\n"))) < 998
    assert b"\n" not in raw.replace(b"\r\n", b"")


async def test_a_relay_that_takes_a_call_and_says_nothing_holds_up_no_message(school_url: str) -> None:
    calls: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(lambda _, writer: calls.append(writer), "127.0.0.1", 0)
    relay = f"smtp+plain://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with serving(school_url, postman=True, smtp_url=relay, quiet_hours=None) as served:
        school = await read_school(served.server.pool)
        await gets_mail(served, school.olga, "olga@example.org")
        maria, olga = await served.person("maria"), await served.person("olga")
        await post(maria, school, mark(school))
        await until(lambda: bool(calls))
        chat = (await maria.post("/api/chats", {"person": str(school.olga)})).body["chat"]
        async with wire(served, olga) as home:
            for n in range(100):
                await maria.post(f"/api/chats/{chat['id']}/messages", {"text": f"{n}"})
            told = [(await home.publication(chat["channel"]))["data"]["message"]["text"] for _ in range(100)]
        assert told == [f"{n}" for n in range(100)]
        assert await served.server.pool.fetchval("select state from dispatch") == "due"
        server.close()
        for call in calls:
            call.close()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110 - the server's own postman
            await asyncio.sleep(0.02)
