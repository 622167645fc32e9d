"""Tickets: asked with a sign-in or without, answered by the office, told live and by mail, read by nobody else."""

import asyncio
from typing import Any

import pytest

from channels.tickets.tickets import ENTRIES, OF_ADDRESS, OF_ALL_GUESTS, OF_ORIGIN, OF_PERSON, SAID
from handlers.letters.addresses import LetterAddresses
from tests.support.post import KEY, Relaying, postman
from tests.support.school import School, read_school
from tests.support.serving import Answer, Caller, Served, serving
from tests.support.wire import wire


def asked(to: School, **other: Any) -> dict[str, Any]:
    return {
        "school": str(to.id),
        "kind": "data",
        "address": "olga@example.org",
        "phone": "+7 (495) 123-45-67",
        "subject": "Фамилия с ошибкой",
        "text": "В дневнике написано «Соклова».\nНужно «Соколова».",
        "language": "ru",
        **other,
    }


async def opened(person: Caller, to: School, **other: Any) -> Any:
    answer = await person.post("/api/tickets", asked(to, **other))
    assert answer.status == 201, answer.body
    return answer.body["ticket"]


async def as_guest(served: Served, to: School, **other: Any) -> Answer:
    return await served.stranger.post("/api/guest-tickets", asked(to, **{"kind": "sign_in", **other}))


async def queue(person: Caller, school: School, query: str = "") -> list[Any]:
    answer = await person.get(f"/api/schools/{school.id}/tickets?{query}")
    assert answer.status == 200, answer.body
    lines: list[Any] = answer.body["tickets"]
    return lines


async def say(person: Caller, ticket: str, text: str, key: str | None = None) -> Answer:
    return await person.post(f"/api/tickets/{ticket}/answer", {"text": text}, key=key)


async def page_of(served: Served, ticket: str, seconds: int = 60) -> str:
    """The address of its page, as the server signs it."""
    secret = await served.server.pool.fetchval("select value from secret where name = 'letters'")
    return f"/ticket/{LetterAddresses(secret).issue('ticket', 0, ticket, seconds)}"


async def by_form(served: Served, page: str, text: str) -> Answer:
    async with served.http.post(served.base + page, data={"text": text}, allow_redirects=False) as response:
        return Answer(response.status, await response.text(), response.headers)


async def notes(served: Served) -> list[tuple[str, str, str, str]]:
    """Mails that are on their way: kind, address, status and answer."""
    rows = await served.server.pool.fetch(
        "select note->>'kind' as kind, note->>'address' as address, note->'about'->>'status' as status,"
        " note->'about'->>'answer' as answer from dispatch where note is not null order by id"
    )
    return [(row["kind"], row["address"], row["status"], row["answer"]) for row in rows]


async def test_what_a_guardian_asks_is_kept_and_its_number_comes_by_mail(
    served: Served, school: School, relay: Relaying
) -> None:
    olga = await served.person("olga")
    ticket = await opened(olga, school)
    assert (ticket["number"], ticket["status"], ticket["writer"]["id"]) == ("1", "new", str(school.olga))
    assert [(one["by"]["id"], one["of_school"], one["text"]) for one in ticket["entries"]] == [
        (str(school.olga), False, asked(school)["text"])
    ]
    await postman(served, relay.port).round()
    [(address, mail)] = relay.take()
    assert (address, mail["Subject"]) == ("olga@example.org", "Обращение 1: принято")
    body = mail.get_body(("plain",))
    assert body is not None
    assert [words in body.get_content() for words in ("Обращение 1", "/ticket/", "Соклова", "Фамилия")] == [
        True,
        True,
        False,
        False,
    ]
    assert [one["id"] for one in (await olga.get("/api/tickets")).body["tickets"]] == [ticket["id"]]


async def test_an_answer_is_told_live_and_by_mail_and_a_word_of_the_writer_opens_it_again(
    served: Served, school: School, relay: Relaying
) -> None:
    olga, clara = await served.person("olga"), await served.person("clara")
    ticket = (await opened(olga, school))["id"]
    async with wire(served, olga) as page, wire(served, clara) as office:
        taken = (await clara.post(f"/api/tickets/{ticket}/take")).body["ticket"]
        assert (taken["status"], taken["taken_by"]["id"]) == ("in_work", str(school.clara))
        await say(clara, ticket, "Исправили")
        told = [(await page.publication(f"person:{school.olga}"))["data"] for _ in range(2)]
        assert told == [
            {"type": "ticket", "ticket": ticket, "school": str(school.id), "status": status}
            for status in ("in_work", "answered")
        ]
        await office.publication(f"person:{school.clara}")
    await clara.post(f"/api/tickets/{ticket}/close")
    await postman(served, relay.port).round()
    subjects = [mail["Subject"] for _, mail in relay.take()]
    assert sorted(subjects) == sorted(
        ["Обращение 1: принято", "Обращение 1: в работе", "Обращение 1: есть ответ", "Обращение 1: закрыто"]
    )
    shown = (await say(olga, ticket, "Спасибо, но имя тоже с ошибкой")).body["ticket"]
    assert (shown["status"], [one["status"] for one in shown["entries"]]) == (
        "in_work",
        ["new", "in_work", "answered", "closed", "in_work"],
    )
    assert [line["id"] for line in await queue(clara, school)] == [ticket]


async def test_what_the_office_writes_reaches_the_address_of_the_form_in_its_language(
    served: Served, school: School, relay: Relaying
) -> None:
    ticket = (await opened(await served.person("olga"), school, language="en", address="grandma@example.net"))["id"]
    await say(await served.person("clara"), ticket, "Corrected today.")
    await postman(served, relay.port).round()
    mails = {str(mail["Subject"]): (address, mail) for address, mail in relay.take()}
    address, mail = mails["Request 1: answered"]
    body = mail.get_body(("plain",))
    assert body is not None
    assert (address, "Corrected today." in body.get_content()) == ("grandma@example.net", True)


async def test_a_change_without_a_new_status_mails_nobody(served: Served, school: School) -> None:
    ticket = (await opened(await served.person("olga"), school))["id"]
    await (await served.person("clara")).post(f"/api/tickets/{ticket}/take")
    await (await served.person("sysop")).post(f"/api/tickets/{ticket}/take")
    assert [(kind, status) for kind, _, status, _ in await notes(served)] == [
        ("ticket_opened", "new"),
        ("ticket_status", "in_work"),
    ]


async def test_a_ticket_is_there_for_its_writer_and_the_office_and_for_nobody_else(
    served: Served, school: School
) -> None:
    ticket = (await opened(await served.person("olga"), school))["id"]
    for login in ("ivan", "boris", "maria", "anya", "foreign_teacher"):
        other = await served.person(login)
        for answer in (
            await other.get(f"/api/tickets/{ticket}"),
            await say(other, ticket, "Что там?"),
            await other.post(f"/api/tickets/{ticket}/take"),
            await other.post(f"/api/tickets/{ticket}/close"),
            await other.get(f"/api/schools/{school.id}/tickets"),
        ):
            assert (answer.status, answer.code) == (404, "not_found"), login
    assert len((await (await served.person("sysop")).get(f"/api/tickets/{ticket}")).body["ticket"]["entries"]) == 1


async def test_who_wrote_it_neither_takes_nor_closes_it(served: Served, school: School) -> None:
    olga = await served.person("olga")
    ticket = (await opened(olga, school))["id"]
    for act in ("take", "close"):
        assert (await olga.post(f"/api/tickets/{ticket}/{act}")).status == 404


async def test_who_lost_the_right_meanwhile_reads_and_answers_nothing(served: Served, school: School) -> None:
    ticket, clara = (await opened(await served.person("olga"), school))["id"], await served.person("clara")
    await served.server.pool.execute("update role set ended_at = now() where person_id = $1", school.clara)
    assert (await clara.get(f"/api/tickets/{ticket}")).status == 404
    assert (await say(clara, ticket, "Исправили")).status == 404


async def test_every_reading_and_act_of_the_office_is_in_the_audit_and_none_of_the_writer(
    served: Served, school: School
) -> None:
    olga, clara = await served.person("olga"), await served.person("clara")
    ticket = (await opened(olga, school))["id"]
    await olga.get(f"/api/tickets/{ticket}")
    await clara.get(f"/api/tickets/{ticket}")
    await clara.post(f"/api/tickets/{ticket}/take")
    await say(clara, ticket, "Исправили")
    await clara.post(f"/api/tickets/{ticket}/close")
    rows = await served.server.pool.fetch("select person_id, action, target from audit order by id")
    assert [(row["person_id"], row["action"], row["target"]) for row in rows] == [
        (school.clara, action, int(ticket))
        for action in ("read_ticket", "ticket:in_work", "ticket:answered", "ticket:closed")
    ]


async def test_what_waits_stands_oldest_first_and_what_is_done_newest_first_and_both_have_pages(
    served: Served, school: School
) -> None:
    clara = await served.person("clara")
    ids = []
    for login in ("olga", "boris", "anya", "maria"):
        ids += [(await opened(await served.person(login), school))["id"] for _ in range(8)]
    first = (await clara.get(f"/api/schools/{school.id}/tickets")).body
    assert ([one["id"] for one in first["tickets"]], first["more"]) == (ids[:30], True)
    assert [one["id"] for one in await queue(clara, school, f"last={ids[29]}")] == ids[30:]
    for ticket in ids[:2]:
        await say(clara, ticket, "Готово")
    assert [one["id"] for one in await queue(clara, school, "done=true")] == [ids[1], ids[0]]
    assert [one["id"] for one in await queue(clara, school, f"done=true&last={ids[1]}")] == [ids[0]]
    own = (await (await served.person("boris")).get(f"/api/tickets?last={ids[10]}")).body["tickets"]
    assert [one["id"] for one in own] == [ids[9], ids[8]]


async def test_the_same_request_again_is_one_ticket(served: Served, school: School) -> None:
    olga = await served.person("olga")
    both = [await olga.post("/api/tickets", asked(school), key="k1") for _ in range(2)]
    assert both[0].body == both[1].body
    said = [await say(olga, both[0].body["ticket"]["id"], "И ещё", key="k2") for _ in range(2)]
    assert len(said[1].body["ticket"]["entries"]) == 2


async def test_numbers_of_a_school_have_no_gap_and_no_twin_however_many_write_at_once(
    served: Served, school: School
) -> None:
    people = [await served.person(login) for login in ("olga", "boris", "anya", "misha", "maria", "lev")]
    answers = await asyncio.gather(*[person.post("/api/tickets", asked(school)) for person in people])
    assert sorted(int(answer.body["ticket"]["number"]) for answer in answers) == [1, 2, 3, 4, 5, 6]


async def test_two_of_the_office_at_once_come_one_after_the_other(served: Served, school: School) -> None:
    ticket = (await opened(await served.person("olga"), school))["id"]
    office = [await served.person(login) for login in ("clara", "sysop")]
    answers = await asyncio.gather(*[one.post(f"/api/tickets/{ticket}/close") for one in office * 2])
    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409]
    assert {answer.code for answer in answers if answer.status == 409} == {"ticket_closed"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("subject", ""),
        ("subject", "х" * 151),
        ("subject", "Две\nстроки"),
        ("text", " \n "),
        ("text", "х" * 4001),
        ("text", "\x07"),
        ("phone", "1" * 33),
        ("phone", "позвоните"),
        ("address", "olga"),
        ("address", "olga@example.org\nBcc: all@example.org"),
        ("address", "о" * 250 + "@example.org"),
        ("kind", "wish"),
        ("language", "de"),
    ],
)
async def test_what_is_no_ticket_is_refused_with_its_field(
    served: Served, school: School, field: str, value: str
) -> None:
    for answer in (
        await (await served.person("olga")).post("/api/tickets", asked(school, **{field: value})),
        await as_guest(served, school, **{field: value}),
    ):
        assert (answer.status, [error["field"] for error in answer.body["errors"]]) == (400, [field])


async def test_one_writes_to_no_school_one_does_not_belong_to(served: Served, school: School) -> None:
    foreign = await served.server.pool.fetchval("select id from school where source_id = 's2'")
    answer = await (await served.person("olga")).post("/api/tickets", asked(school, school=str(foreign)))
    assert (answer.status, answer.code) == (404, "not_found")


async def test_a_person_opens_only_so_many_in_an_hour(served: Served, school: School) -> None:
    olga = await served.person("olga")
    answers = await asyncio.gather(*[olga.post("/api/tickets", asked(school)) for _ in range(OF_PERSON + 3)])
    assert sorted(answer.status for answer in answers) == [201] * OF_PERSON + [429] * 3
    refused = await olga.post("/api/tickets", asked(school))
    assert (refused.code, refused.headers["Retry-After"]) == ("too_many_tickets", "3600")
    await served.server.pool.execute("update ticket set opened_at = opened_at - interval '1 hour'")
    await opened(olga, school)


async def test_a_guest_finds_the_schools_and_nothing_else_of_them(served: Served, school: School) -> None:
    answer = await served.stranger.get("/api/guest-tickets")
    assert answer.body["schools"] == [
        {"id": str(school.id), "name": "Гимназия № 7"},
        {"id": answer.body["schools"][1]["id"], "name": "Школа № 2"},
    ]


async def test_a_guest_writes_to_no_school_that_is_not_there_any_more(served: Served, school: School) -> None:
    gone = await served.server.pool.fetchval("update school set ended_at = now() where source_id = 's2' returning id")
    for number in (str(gone), "999999999"):
        answer = await as_guest(served, school, school=number)
        assert (answer.status, answer.code) == (404, "not_found")
    assert await notes(served) == []


async def test_a_guest_is_told_a_number_and_the_office_sees_it_at_once(
    served: Served, school: School, relay: Relaying
) -> None:
    clara = await served.person("clara")
    async with wire(served, clara) as office:
        answer = await as_guest(served, school)
        told = await office.publication(f"person:{school.clara}")
    assert (answer.status, answer.body) == (201, {"number": "1"})
    [line] = await queue(clara, school)
    assert (told["data"]["ticket"], line["writer"], line["kind"]) == (line["id"], None, "sign_in")
    await postman(served, relay.port).round()
    [(address, mail)] = relay.take()
    body = mail.get_body(("plain",))
    assert body is not None
    assert (address, "/ticket/" in body.get_content()) == ("olga@example.org", True)
    assert "127.0.0.1" not in await served.server.pool.fetchval("select origin from ticket")
    assert told["data"].keys() == {"type", "ticket", "school", "status"}


async def test_a_guest_with_the_address_of_an_account_is_answered_like_any_other(
    served: Served, school: School
) -> None:
    await served.server.pool.execute("update person set email = 'olga@example.org' where id = $1", school.olga)
    known, unknown = await as_guest(served, school), await as_guest(served, school, address="nobody@example.org")
    assert (known.status, known.body.keys()) == (unknown.status, unknown.body.keys())
    assert (await (await served.person("olga")).get("/api/tickets")).body["tickets"] == []


async def test_the_same_words_of_a_guest_again_are_one_ticket_and_one_mail(served: Served, school: School) -> None:
    answers = await asyncio.gather(*[as_guest(served, school) for _ in range(4)])
    assert ({answer.body["number"] for answer in answers}, len(await notes(served))) == ({"1"}, 1)


async def test_guests_are_no_mail_bomb_for_an_address(served: Served, school: School) -> None:
    def spelled(n: int) -> str:
        return f"Olga+{n}@Example.ORG" if n % 2 else "olga@example.org"

    answers = await asyncio.gather(
        *[as_guest(served, school, subject=str(n), address=spelled(n)) for n in range(OF_ADDRESS + 3)]
    )
    assert sorted(answer.status for answer in answers) == [201] * OF_ADDRESS + [429] * 3
    assert len(await notes(served)) == OF_ADDRESS
    assert (await as_guest(served, school, address="boris@example.org")).status == 201
    ticket = await opened(await served.person("olga"), school)  # who is signed in is not held up by guests
    assert ticket["address"] == "olga@example.org"


async def test_from_one_place_come_only_so_many_guests_in_an_hour(school_url: str) -> None:
    async with serving(school_url, behind_proxy=True) as served:
        school = await read_school(served.server.pool)

        async def come(n: int, place: str) -> int:
            body = asked(school, subject=str(n), address=f"a{n}@example.org")
            headers = {"X-Forwarded-For": place}
            return (await served.stranger.ask("POST", "/api/guest-tickets", body, **headers)).status

        of_one_network = [f"2001:db8::{n:x}" for n in range(OF_ORIGIN + 2)]
        statuses = [await come(n, place) for n, place in enumerate(of_one_network)]
        assert statuses == [201] * OF_ORIGIN + [429] * 2
        assert await come(100, "2001:db8:0:1::1") == 201
        assert await come(101, "192.0.2.7") == 201


async def test_all_guests_together_are_only_so_many_and_who_is_signed_in_still_writes(
    served: Served, school: School
) -> None:
    assert (await as_guest(served, school)).status == 201
    await served.server.pool.execute(
        "insert into ticket (school_id, number, kind, status, origin, address, phone, language, subject, opened_at,"
        " changed_at) select $1, 1000 + n, 'other', 'new', 'o' || n, n || '@example.org', '', 'ru', '-', now(), now()"
        " from generate_series(2, $2) n",
        school.id,
        OF_ALL_GUESTS,
    )
    refused = await as_guest(served, school, subject="Ещё")
    assert (refused.status, refused.code) == (429, "too_many_tickets")
    assert (await (await served.person("olga")).post("/api/tickets", asked(school))).status == 201


async def test_where_a_guest_wrote_from_is_forgotten_when_no_brake_needs_it(served: Served, school: School) -> None:
    await as_guest(served, school)
    await served.server.pool.execute("update ticket set opened_at = opened_at - interval '1 hour'")
    await as_guest(served, school, subject="Ещё")
    rows = await served.server.pool.fetch("select origin is null as forgotten from ticket order by id")
    assert [row["forgotten"] for row in rows] == [True, False]


async def test_a_foreign_page_writes_nothing_in_a_visitors_name(served: Served, school: School) -> None:
    body, elsewhere = asked(school), "https://elsewhere.example"
    refused = await served.stranger.ask("POST", "/api/guest-tickets", body, Origin=elsewhere)
    assert (refused.status, refused.code) == (403, "foreign_origin")


async def test_who_has_the_link_reads_what_the_school_said_and_answers(served: Served, school: School) -> None:
    clara = await served.person("clara")
    await as_guest(served, school, text="Не могу войти <b>совсем</b>")
    [line] = await queue(clara, school)
    await say(clara, line["id"], "Пароль у классного <руководителя>")
    page = await page_of(served, line["id"])
    shown = await served.stranger.get(page)
    assert (shown.status, shown.headers["Cache-Control"]) == (200, "no-store")
    for words in ("Обращение 1", "Есть ответ", "Гимназия № 7", "&lt;b&gt;совсем", "классного &lt;руководителя&gt;"):
        assert words in shown.body, words
    for secret in ("Дорн", "olga@example.org"):
        assert secret not in shown.body, secret
    english = (await served.stranger.get(page, Accept_Language="en")).body
    for words in ("Request 1", "Answered"):
        assert words in english, words
    answer = await by_form(served, page, "Спасибо,\r\nвошли")
    assert (answer.status, answer.headers["Location"]) == (303, page)
    whole = (await clara.get(f"/api/tickets/{line['id']}")).body["ticket"]
    assert (whole["status"], whole["entries"][-1]["text"], whole["entries"][-1]["by"]) == (
        "in_work",
        "Спасибо,\nвошли",
        None,
    )
    assert len(await notes(served)) == 2  # none about one's own words


async def test_a_link_that_is_forged_expired_or_for_something_else_opens_nothing(
    served: Served, school: School
) -> None:
    await as_guest(served, school)
    [line] = await queue(await served.person("clara"), school)
    secret = await served.server.pool.fetchval("select value from secret where name = 'letters'")
    ours, others = LetterAddresses(secret), LetterAddresses(KEY)
    for token, status in {
        others.issue("ticket", 0, line["id"], 60): 404,
        ours.issue("confirm", 0, line["id"], 60): 404,
        ours.issue("ticket", 0, "999999", 60): 404,
        ours.issue("ticket", 0, line["id"], -1): 410,
        line["id"]: 404,
        line["number"]: 404,
    }.items():
        assert (await served.stranger.get(f"/ticket/{token}")).status == status
        assert (await by_form(served, f"/ticket/{token}", "Впустите")).status == status
    assert await served.server.pool.fetchval("select count(*) from ticket_entry") == 1


async def test_by_the_link_come_only_so_many_words_in_an_hour_and_none_that_are_too_long(
    served: Served, school: School
) -> None:
    ticket = (await opened(await served.person("olga"), school))["id"]
    page = await page_of(served, ticket)
    assert [(await by_form(served, page, text)).status for text in (" ", "х" * 4001)] == [303, 422]
    assert await served.server.pool.fetchval("select count(*) from ticket_entry") == 1
    assert [(await by_form(served, page, str(n))).status for n in range(SAID + 1)] == [303] * SAID + [429]
    refused = await say(await served.person("olga"), ticket, "И ещё")
    assert (refused.status, refused.code) == (429, "too_many_tickets")


async def test_a_ticket_does_not_grow_for_ever(served: Served, school: School) -> None:
    olga, clara = await served.person("olga"), await served.person("clara")
    ticket = (await opened(olga, school))["id"]
    await served.server.pool.execute(
        "insert into ticket_entry (ticket_id, number, at, person_id, of_school, status, text)"
        " select $1, n, now() - interval '1 day', $2, false, 'new', '-' from generate_series(2, $3) n",
        int(ticket),
        school.olga,
        ENTRIES,
    )
    for person in (olga, clara):
        refused = await say(person, ticket, "И ещё")
        assert (refused.status, refused.code) == (409, "ticket_full")
