"""Finding messages again, going to a place in a chat, saying them elsewhere, taking them home."""

from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.groups import group
from tests.support.school import School
from tests.support.serving import Answer, Caller, Served


async def wrote(person: Caller, chat: int, *texts: str) -> list[Any]:
    return [(await person.post(f"/api/chats/{chat}/messages", {"text": text})).body["message"] for text in texts]


async def search(person: Caller, q: str, **more: Any) -> Answer:
    return await person.get(f"/api/search?{urlencode({'q': q, **more})}")


async def found(person: Caller, q: str, **more: Any) -> list[str]:
    answer = await search(person, q, **more)
    assert answer.status == 200, answer.body
    return [message["text"] for message in answer.body["messages"]]


@pytest.fixture
async def chat(served: Served, school: School) -> int:
    return await group(served.server.pool, school, "olga", "boris", "maria", owner="maria")


@pytest.mark.parametrize(
    ("q", "texts"),
    [
        ("собрание", {"Родительское собрание в пятницу"}),
        ("родительские собрания ", {"Родительское собрание в пятницу"}),  # another form of each word
        ("СОБРА", {"Родительское собрание в пятницу"}),  # a beginning
        ("собра ", set()),  # a space ends the word
        ("елка", {"Ёлка во вторник"}),
        ("ёлки ", {"Ёлка во вторник"}),
        ("meetings ", {"The meeting is on Friday"}),
        ("пятницу собрание", {"Родительское собрание в пятницу"}),
        ("собрание вторник ", set()),  # all of the words
        ("и", set()),
        ("'; drop table message; --", set()),
        ("собрание & !пятницу:*", {"Родительское собрание в пятницу"}),  # signs mean nothing
    ],
)
async def test_words_are_found_in_their_forms(served: Served, chat: int, q: str, texts: set[str]) -> None:
    olga = await served.person("olga")
    await wrote(olga, chat, "Родительское собрание в пятницу", "Ёлка во вторник", "The meeting is on Friday")
    assert set(await found(olga, q)) == texts


async def test_what_may_not_be_read_now_is_not_found(served: Served, school: School, chat: int) -> None:
    olga, boris, clara = [await served.person(login) for login in ("olga", "boris", "clara")]
    await wrote(olga, chat, "Тайна первая", "Тайна вторая")
    private = (await olga.post("/api/chats", {"person": str(school.maria)})).body["chat"]["id"]
    await wrote(olga, int(private), "Тайна третья")
    assert await found(olga, "тайна") == ["Тайна третья", "Тайна вторая", "Тайна первая"]
    assert await found(boris, "тайна") == ["Тайна вторая", "Тайна первая"]
    assert await found(clara, "тайна") == []
    nowhere, foreign = await search(boris, "тайна", chat=999_999), await search(boris, "тайна", chat=private)
    assert (foreign.status, foreign.body) == (404, nowhere.body)
    await served.server.pool.execute("update membership set left_at = now() where person_id = $1", school.boris)
    assert await found(boris, "тайна") == []


async def test_what_was_withdrawn_or_changed_is_found_by_what_stands(served: Served, chat: int) -> None:
    olga = await served.person("olga")
    first, second = await wrote(olga, chat, "Красный шарф", "Синяя шапка")
    await olga.post(f"/api/chats/{chat}/messages/{first['offset']}/withdraw")
    await olga.patch(f"/api/chats/{chat}/messages/{second['offset']}", {"revision": 1, "text": "Зелёная шапка"})
    assert (await found(olga, "шарф"), await found(olga, "синяя")) == ([], [])
    assert await found(olga, "зеленая шапка") == ["Зелёная шапка"]


@pytest.mark.parametrize("newest", [1, 3, 7, 20])
async def test_how_many_are_looked_through_first_changes_nothing(
    served: Served, school: School, chat: int, newest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A quiet chat, a busy one and one with old words only; words that are everywhere, here and there, and rare."""
    monkeypatch.setattr("storage.talk.search.NEWEST", newest)
    olga = await served.person("olga")
    quiet, old = [await group(served.server.pool, school, "olga", "maria", owner="maria") for _ in range(2)]
    written = [(old, f"Снег слон {n}") for n in range(3)]
    for n in range(40):
        seldom = " метель" if n % 9 == 0 else ""
        written.append((quiet if n % 13 == 0 else chat, f"Снег номер {n}{seldom}"))
    for place, text in written:
        await wrote(olga, place, text)
    texts = [text for _, text in reversed(written)]
    for word in ("снег", "метель", "слон", "номер 3"):
        hits = [text for text in texts if all(part in text.lower() for part in word.split())]
        first = (await search(olga, word + " ")).body["messages"]
        rest = (await search(olga, word + " ", before=first[-1]["id"])).body["messages"] if len(hits) > 20 else []
        last = (await search(olga, word + " ", before=rest[-1]["id"])).body["messages"] if len(hits) > 40 else []
        said = [message["text"] for message in first + rest + last]
        if word == "номер 3":  # a whole word here
            hits = [text for text in hits if "3" in text.split()]
        assert said == hits, (word, newest)


async def test_one_narrows_by_writer_chat_and_day_and_turns_pages(served: Served, school: School, chat: int) -> None:
    olga, boris, pool = await served.person("olga"), await served.person("boris"), served.server.pool
    await wrote(olga, chat, *(f"Билет {number}" for number in range(25)))
    await wrote(boris, chat, "Билет Бориса")
    assert await found(olga, "билет", author=school.boris) == ["Билет Бориса"]
    first = (await search(olga, "билет", author=school.olga, chat=chat)).body
    rest = (await search(olga, "билет", author=school.olga, before=first["messages"][-1]["id"])).body
    assert (first["more"], rest["more"]) == (True, False)
    texts = [message["text"] for message in first["messages"] + rest["messages"]]
    assert texts == [f"Билет {number}" for number in reversed(range(25))]
    # half past midnight in Moscow is still the day before in UTC
    await pool.execute("update message set sent_at = '2026-03-01T21:30:00Z' where text = 'Билет 7'")
    assert await found(olga, "билет", since="2026-03-02", until="2026-03-03") == ["Билет 7"]
    assert await found(olga, "билет", until="2026-03-02") == []


@pytest.mark.parametrize(
    "query", ["", "?q=", "?q=%20%20", "?q=..", f"?q={'я' * 101}", "?q=a&since=yesterday", "?q=a&x=1"]
)
async def test_a_question_that_is_none_is_told_so(shared: Served, query: str) -> None:
    answer = await (await shared.person("olga")).get(f"/api/search{query}")
    assert answer.status in (400, 422)
    assert answer.body["errors"]


@given(st.text(min_size=1, max_size=100))
async def test_whatever_is_typed_is_answered(shared: Served, q: str) -> None:
    answer = await search(await shared.person("olga"), q)
    assert answer.status in (200, 400, 422), answer.body


async def test_one_goes_to_an_offset_or_a_day_and_reads_on_both_ways(served: Served, chat: int) -> None:
    olga, pool = await served.person("olga"), served.server.pool
    await wrote(olga, chat, *(f"{number}" for number in range(1, 31)))
    for offset, day in ((10, 1), (20, 2)):
        await pool.execute(
            "update message set sent_at = make_timestamptz(2026, 3, $2, 12, 0, 0, 'UTC') where \"offset\" <= $1"
            " and sent_at > now() - interval '1 day'",
            offset,
            day,
        )

    async def page(**query: Any) -> tuple[list[int], bool, bool]:
        body = (await olga.get(f"/api/chats/{chat}/messages?{urlencode(query)}")).body
        return [message["offset"] for message in body["messages"]], body["more"], body["newer"]

    assert await page(around=15, limit=6) == ([12, 13, 14, 15, 16, 17], True, True)
    assert await page(around=1, limit=6) == ([1, 2, 3], False, True)
    assert await page(around=30, limit=6) == ([27, 28, 29, 30], True, False)
    assert await page(day="2026-03-02", limit=4) == ([9, 10, 11, 12], True, True)
    assert await page(after=27, limit=10) == ([28, 29, 30], True, False)
    assert await page(before=4, limit=10) == ([1, 2, 3], False, True)
    assert await page(limit=2) == ([29, 30], True, False)
    assert (await olga.get(f"/api/chats/{chat}/messages?before=3&after=1")).status == 400


async def test_a_message_goes_on_by_who_may_read_it_and_names_staff_only(
    served: Served, school: School, chat: int
) -> None:
    olga, boris, maria, lev = [await served.person(login) for login in ("olga", "boris", "maria", "lev")]
    [by_family], [by_staff] = await wrote(olga, chat, "Аня заболела"), await wrote(maria, chat, "Завтра экскурсия")
    staff = await group(served.server.pool, school, "maria", "lev")

    async def forward(person: Caller, message: Any, to: int) -> Answer:
        body = {"source": str(chat), "offset": message["offset"]}
        return await person.post(f"/api/chats/{to}/forward", body)

    told = [(await forward(maria, message, staff)).body["message"] for message in (by_family, by_staff)]
    assert [(one["text"], one["forwarded"]["author"], one["author"]) for one in told] == [
        ("Аня заболела", None, str(school.maria)),
        ("Завтра экскурсия", str(school.maria), str(school.maria)),
    ]
    assert told[0]["forwarded"]["sent_at"] == by_family["sent_at"]
    assert (await lev.get(f"/api/chats/{staff}/messages")).body["messages"] == told
    assert (await forward(lev, by_family, staff)).status == 404  # cannot read there
    assert (await forward(boris, by_family, staff)).status == 404  # cannot write here
    await served.server.pool.execute("update message set sent_at = sent_at - interval '1 minute'")
    await olga.post(f"/api/chats/{chat}/messages/{by_family['offset']}/withdraw")
    assert (await forward(maria, by_family, staff)).code == "message_withdrawn"


async def test_a_member_takes_a_chat_home_as_it_stands(served: Served, school: School, chat: int) -> None:
    olga, maria, lev = [await served.person(login) for login in ("olga", "maria", "lev")]
    sent = await wrote(olga, chat, *(f"строка {number}" for number in range(150)))
    await maria.post(f"/api/chats/{chat}/messages", {"text": "Вижу", "reply_to": 150})
    await served.server.pool.execute("update message set sent_at = '2026-03-02T07:31:00Z'")
    await olga.post(f"/api/chats/{chat}/messages/{sent[0]['offset']}/withdraw")
    answer = await olga.get(f"/api/chats/{chat}/export")
    lines = answer.body.split("\n\n")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="chat-{chat}.txt"'
    assert len(lines) == 152
    assert lines[:2] == ["1 2026-03-02 10:31 Соколова Ольга\n—", "2 2026-03-02 10:31 Соколова Ольга\nстрока 1"]
    assert lines[150:] == ["151 2026-03-02 10:31 Рябова Мария > 150\nВижу", ""]
    assert (await lev.get(f"/api/chats/{chat}/export")).status == 404
