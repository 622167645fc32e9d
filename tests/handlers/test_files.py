"""Files in messages: brought in pieces, scanned, sent along, read by who may and by nobody else."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from channels.files.limits import MIB, Limits
from channels.files.ports import Verdict
from channels.files.reading import sweep
from handlers.settings import Settings, WrongSetting
from storage.files.clamd import Clamd
from storage.files.rows import PostgresFiles
from tests.support.files import (
    EICAR,
    PDF,
    StubClamd,
    announce,
    bring,
    clamd,
    docx,
    huge_png,
    odt,
    picture,
    ready,
    upload,
)
from tests.support.groups import group
from tests.support.school import School, read_school
from tests.support.serving import Answer, Caller, Served, serving
from tests.support.wire import wire

TEXT = "Домашнее задание".encode()


class Talk:
    """A group of Olga, Boris and Maria."""

    def __init__(self, served: Served, school: School, chat: int, **people: Caller) -> None:
        self.served, self.school, self.pool, self.chat = served, school, served.server.pool, chat
        self.path = f"/api/chats/{chat}"
        self.olga, self.boris, self.maria = (people[name] for name in ("olga", "boris", "maria"))

    async def send(self, person: Caller, *files: str, text: str = "", key: str | None = None) -> Answer:
        return await person.post(f"{self.path}/messages", {"text": text, "files": list(files)}, key=key)

    async def sent(self, person: Caller, *files: str, text: str = "") -> Any:
        answer = await self.send(person, *files, text=text)
        assert answer.status == 201, answer.body
        return answer.body["message"]

    async def put_out(self, person: int) -> None:
        await self.pool.execute("update membership set left_at = now() where person_id = $1", person)


async def talk_on(served: Served) -> Talk:
    school = await read_school(served.server.pool)
    chat = await group(served.server.pool, school, "olga", "boris", "maria", owner="maria")
    return Talk(served, school, chat, **{name: await served.person(name) for name in ("olga", "boris", "maria")})


@pytest.fixture
async def talk(served: Served) -> Talk:
    return await talk_on(served)


@pytest.fixture
async def scanner(tmp_path: Path) -> AsyncIterator[StubClamd]:
    async with clamd(tmp_path / "clamd") as stub:
        yield stub


@pytest.fixture
async def scanned(school_url: str, scanner: StubClamd) -> AsyncIterator[Talk]:
    async with serving(school_url, clamd_url=scanner.url) as served:
        yield await talk_on(served)


def on_disk(talk: Talk) -> list[Path]:
    blobs: Any = talk.served.server.files.blobs
    return [file for file in blobs.root.rglob("*") if file.is_file()]


# Bringing


async def test_a_file_comes_in_pieces_and_goes_along_with_a_message(talk: Talk) -> None:
    data = picture("JPEG", 800, 600)
    announced = await announce(talk.olga, talk.chat, "../Класс\u202e.jpg", len(data), "image/jpeg")
    file = announced.body["file"]["id"]
    assert (announced.body["file"]["name"], announced.body["offset"]) == ("Класс.jpg", 0)
    first = await bring(talk.olga, file, data[:1000])
    assert (first.status, first.headers["Upload-Offset"], first.body["ready"]) == (200, "1000", False)
    progress = await talk.olga.ask("HEAD", f"/api/files/{file}")
    assert (progress.headers["Upload-Offset"], progress.headers["Upload-Length"]) == ("1000", str(len(data)))
    done = (await bring(talk.olga, file, data[1000:], 1000)).body
    assert (done["ready"], done["file"]["width"], done["file"]["preview"]) == (True, 800, True)
    async with wire(talk.served, talk.boris) as phone:
        message = await talk.sent(talk.olga, file)
        told = await phone.publication(f"chat:{talk.chat}")
    assert message["files"] == [done["file"]]
    assert (message["text"], told["data"]["message"]) == ("", message)
    assert (await talk.boris.get(f"{talk.path}/messages")).body["messages"] == [message]
    assert (await talk.boris.get(f"/api/chats/{talk.chat}")).body["chat"]["last"] == message
    shown = await talk.boris.get(f"/api/files/{file}")
    assert (shown.status, len(shown.raw), b"SpyCam" in shown.raw) == (200, done["file"]["size"], False)
    assert (await talk.boris.get(f"/api/files/{file}/preview")).headers["Content-Type"] == "image/webp"


async def test_what_came_before_the_connection_broke_stays(talk: Talk) -> None:
    file = (await announce(talk.olga, talk.chat, "a.txt", 600_000)).body["file"]["id"]
    data = b"x" * 600_000
    host, port = talk.served.base.removeprefix("http://").split(":")
    _, writer = await asyncio.open_connection(host, int(port))
    head = (
        f"PATCH /api/files/{file} HTTP/1.1\r\nHost: {host}:{port}\r\nAuthorization: Bearer {talk.olga.token}\r\n"
        "Content-Type: application/offset+octet-stream\r\nUpload-Offset: 0\r\nContent-Length: 600000\r\n\r\n"
    )
    writer.write(head.encode() + data[:300_000])
    await writer.drain()
    come = 0
    while come == 0:  # until the server has written a piece of it
        come = int((await talk.olga.ask("HEAD", f"/api/files/{file}")).headers["Upload-Offset"])
    busy = await bring(talk.olga, file, data[come:], come)
    assert (busy.status, busy.code) == (409, "upload_busy")
    writer.transport.abort()
    while (again := await bring(talk.olga, file, data[come:], come)).status == 409:
        come = again.body.get("current", {"offset": come})["offset"]
    assert (again.status, again.body["ready"]) == (200, True), again.body
    assert (await talk.olga.get(f"/api/files/{file}")).raw == data


async def test_a_process_that_died_before_it_said_what_it_kept_is_forgotten(talk: Talk) -> None:
    file = await ready(talk.olga, talk.chat, "a.txt", TEXT)
    await talk.pool.execute("update file set state = 'uploading', size = null")
    assert (await talk.olga.ask("HEAD", f"/api/files/{file}")).headers["Upload-Offset"] == "0"
    assert (await bring(talk.olga, file, TEXT)).body["ready"]
    assert (await talk.olga.get(f"/api/files/{file}")).raw == TEXT
    assert len(on_disk(talk)) == 1


async def test_bytes_at_a_wrong_place_are_refused_with_the_right_one(talk: Talk) -> None:
    file = (await announce(talk.olga, talk.chat, "a.txt", len(TEXT))).body["file"]["id"]
    await bring(talk.olga, file, TEXT[:4])
    for offset in (0, 3, 5, 1000):
        refused = await bring(talk.olga, file, TEXT[4:], offset)
        assert (refused.status, refused.code, refused.body["current"]) == (409, "wrong_offset", {"offset": 4})
    assert (await bring(talk.olga, file, TEXT[4:], 4)).body["ready"]
    late = await bring(talk.olga, file, TEXT[4:], 4)
    assert (late.code, late.body["current"]) == ("wrong_offset", {"offset": len(TEXT)})


async def test_of_two_who_bring_the_same_bytes_at_once_one_is_told_to_wait(talk: Talk) -> None:
    data = b"x" * 1_000_000
    file = (await announce(talk.olga, talk.chat, "a.txt", len(data))).body["file"]["id"]
    answers = await asyncio.gather(*(bring(talk.olga, file, data) for _ in range(8)))
    assert any(answer.status == 200 for answer in answers)
    assert {answer.code for answer in answers if answer.status != 200} <= {"upload_busy", "wrong_offset"}
    assert (await talk.olga.get(f"/api/files/{file}")).raw == data


async def test_no_more_comes_than_was_announced_or_may_be(talk: Talk) -> None:
    file = (await announce(talk.olga, talk.chat, "a.txt", 10)).body["file"]["id"]
    longer = await bring(talk.olga, file, b"x" * 11)
    assert (longer.status, longer.code, longer.body["limit"]) == (413, "file_too_large", 10)

    async def without_a_length() -> AsyncIterator[bytes]:
        yield b"x" * 11

    headers = {
        "Authorization": f"Bearer {talk.olga.token}",
        "Content-Type": "application/offset+octet-stream",
        "Upload-Offset": "0",
    }
    path = f"{talk.served.base}/api/files/{file}"
    async with talk.served.http.patch(path, data=without_a_length(), headers=headers) as answer:
        assert answer.status == 413
    assert (await bring(talk.olga, file, b"x" * 10)).status == 200
    huge = await announce(talk.olga, talk.chat, "a.txt", 20 * 1024 * 1024 + 1)
    assert (huge.status, huge.code) == (413, "file_too_large")


async def test_an_upload_says_where_it_begins_and_what_it_is(talk: Talk) -> None:
    file = (await announce(talk.olga, talk.chat, "a.txt", 10)).body["file"]["id"]
    path = f"/api/files/{file}"
    assert (await talk.olga.ask("PATCH", path, b"x", Upload_Offset="0")).status == 415
    for offset in ("", "-1", "1.5", "x"):
        answer = await bring(talk.olga, file, b"x", offset)  # type: ignore[arg-type]
        assert (answer.status, answer.body["errors"][0]["field"]) == (400, "Upload-Offset")


@pytest.mark.parametrize(
    ("name", "type_", "code"),
    [
        ("game.exe", "", "file_not_allowed"),
        ("page.html", "text/html", "file_not_allowed"),
        ("image.svg", "image/svg+xml", "file_not_allowed"),
        ("photo.jpg\u202e.exe", "image/jpeg", "file_not_allowed"),
        ("many.zip", "application/zip", "file_not_allowed"),
        ("photo.jpg", "text/html", "file_disagrees"),
    ],
)
async def test_what_may_not_be_sent_is_refused_before_it_comes(talk: Talk, name: str, type_: str, code: str) -> None:
    refused = await announce(talk.olga, talk.chat, name, 10, type_)
    assert (refused.status, refused.code) == (422, code)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.gif", b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)", "file_disagrees"),
        ("a.pdf", PDF + b"<script>alert(1)</script>", "file_disagrees"),
        ("a.docx", odt(), "file_disagrees"),
        ("a.png", huge_png(10_000, 5_000), "too_many_pixels"),
        ("a.docx", docx(word__a_xml=bytes(5_000_000)), "packed_too_tight"),
    ],
)
async def test_what_is_not_what_it_says_is_refused_and_removed(talk: Talk, name: str, data: bytes, code: str) -> None:
    refused = await upload(talk.olga, talk.chat, name, data)
    assert (refused.status, refused.code) == (422, code)
    assert on_disk(talk) == []
    file = await talk.pool.fetchval("select max(id) from file")
    assert (await bring(talk.olga, file, b"", len(data))).code == code
    assert (await talk.send(talk.olga, str(file))).code == "unknown_file"


async def test_one_begins_so_many_files_at_once_and_so_many_bytes_a_day(school_url: str) -> None:
    limits = Limits(at_once=2, a_day=100)
    async with serving(school_url, file_limits=limits) as served:
        talk = await talk_on(served)
        begun = await asyncio.gather(*(announce(talk.olga, talk.chat, "a.txt", 10) for _ in range(5)))
        assert sorted(answer.status for answer in begun) == [201, 201, 409, 409, 409]
        assert {answer.code for answer in begun if answer.status == 409} == {"too_many_uploads"}
        assert (await announce(talk.boris, talk.chat, "a.txt", 10)).status == 201
        files = [one.body["file"]["id"] for one in begun if one.status == 201]
        for file in files:
            assert (await bring(talk.olga, file, b"x" * 10)).status == 200
        assert (await announce(talk.olga, talk.chat, "a.txt", 10)).code == "too_many_uploads"  # until they are sent
        await talk.sent(talk.olga, *files)
        too_much = await announce(talk.olga, talk.chat, "a.txt", 81)
        assert (too_much.status, too_much.code, too_much.headers["Retry-After"]) == (429, "too_many_bytes", "3600")
        assert (await announce(talk.olga, talk.chat, "a.txt", 80)).status == 201


async def test_the_same_announcement_again_is_the_same_file(talk: Talk) -> None:
    asked = {"name": "a.txt", "size": 5}
    first, again = [await talk.olga.post(f"{talk.path}/files", asked, key="k1") for _ in range(2)]
    assert first.body == again.body


# Scanning


async def test_an_infected_file_is_refused_and_removed(scanned: Talk, scanner: StubClamd) -> None:
    refused = await upload(scanned.olga, scanned.chat, "a.txt", EICAR)
    assert (refused.status, refused.code) == (422, "file_infected")
    assert scanner.scanned == [EICAR]
    assert on_disk(scanned) == []
    file = await scanned.pool.fetchval("select max(id) from file")
    assert (await scanned.send(scanned.olga, str(file))).code == "unknown_file"
    assert (await scanned.olga.get(f"/api/files/{file}")).status == 404


@pytest.mark.parametrize(
    "answer", [b"", b"stream: UNKNOWN", b"INSTREAM size limit exceeded. ERROR", b"OK", b"stream: OK FOUND?"]
)
async def test_without_a_clear_word_of_the_scanner_a_file_waits(
    scanned: Talk, scanner: StubClamd, answer: bytes
) -> None:
    scanner.answer = answer
    waiting = await upload(scanned.olga, scanned.chat, "a.txt", TEXT)
    assert (waiting.status, waiting.code) == (503, "scanner_away")
    assert "Retry-After" in waiting.headers
    file = str(await scanned.pool.fetchval("select max(id) from file"))
    not_yet = await scanned.send(scanned.olga, file)
    assert (not_yet.status, not_yet.code) == (409, "file_not_ready")
    assert (await scanned.olga.get(f"/api/files/{file}")).status == 404
    scanner.answer = None
    assert (await bring(scanned.olga, file, b"", len(TEXT))).body["ready"]
    assert (await scanned.send(scanned.olga, file)).status == 201


async def test_a_scanner_that_is_down_lets_nothing_pass(school_url: str, tmp_path: Path) -> None:
    async with serving(school_url, clamd_url=f"unix:{tmp_path}/nowhere") as served:
        talk = await talk_on(served)
        waiting = await upload(talk.olga, talk.chat, "a.txt", TEXT)
        assert (waiting.status, waiting.code) == (503, "scanner_away")


async def test_a_scanner_is_reached_by_tcp_as_well(scanner: StubClamd, tmp_path: Path) -> None:
    server = await asyncio.start_server(scanner.handle, "127.0.0.1", 0)
    async with server:
        clamd_by_tcp = Clamd(f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        for name, data, verdict in (("clean", TEXT, Verdict.CLEAN), ("eicar", EICAR, Verdict.INFECTED)):
            (tmp_path / name).write_bytes(data)
            assert await clamd_by_tcp.scan(tmp_path / name) is verdict


@pytest.mark.parametrize("url", ["localhost:3310", "tcp://localhost", "http://localhost:3310", "unix:"])
def test_what_is_no_address_of_a_scanner_is_none(url: str) -> None:
    with pytest.raises(ValueError):
        Clamd(url)


# Sending


async def test_a_message_without_files_asks_nothing_about_files(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    for query in ("claim", "attach", "copy"):
        monkeypatch.setattr(PostgresFiles, query, never)
    message = await talk.sent(talk.olga, text="слова")
    asked = {"source": str(talk.chat), "offset": message["offset"]}
    assert (await talk.olga.post(f"{talk.path}/forward", asked)).status == 201


async def test_only_own_files_of_this_chat_go_along_and_each_once(talk: Talk) -> None:
    elsewhere = await group(talk.pool, talk.school, "olga", "boris")
    others = await ready(talk.boris, talk.chat, "a.txt", TEXT)
    of_other_chat = await ready(talk.olga, elsewhere, "a.txt", TEXT)
    used = await ready(talk.olga, talk.chat, "a.txt", TEXT)
    await talk.sent(talk.olga, used, text="вот")
    fresh = await ready(talk.olga, talk.chat, "a.txt", TEXT)
    for file in (others, of_other_chat, used, "999999"):
        refused = await talk.send(talk.olga, fresh, file, text="и вот")
        assert (refused.status, refused.code) == (422, "unknown_file"), file
        assert refused.body["errors"][0]["field"] == "files"
    assert len((await talk.sent(talk.olga, fresh))["files"]) == 1  # what was refused has not used it up


async def test_of_many_messages_at_once_one_gets_the_file(talk: Talk) -> None:
    file = await ready(talk.olga, talk.chat, "a.txt", TEXT)
    answers = await asyncio.gather(*(talk.send(talk.olga, file, text=f"{n}") for n in range(10)))
    assert sorted(answer.status for answer in answers) == [201] + [422] * 9


async def test_a_file_that_is_not_complete_does_not_go_along(talk: Talk) -> None:
    file = (await announce(talk.olga, talk.chat, "a.txt", 10)).body["file"]["id"]
    assert (await talk.send(talk.olga, file)).code == "file_not_ready"


async def test_files_keep_their_order_and_ten_are_enough(talk: Talk) -> None:
    files = [await ready(talk.olga, talk.chat, f"{n}.txt", TEXT) for n in range(3)]
    message = await talk.sent(talk.olga, files[2], files[0], files[1])
    assert [file["name"] for file in message["files"]] == ["2.txt", "0.txt", "1.txt"]
    assert (await talk.olga.get(f"{talk.path}/messages")).body["messages"] == [message]
    assert (await talk.send(talk.olga, *(["1"] * 11))).status == 400


async def test_without_words_and_files_there_is_no_message(talk: Talk) -> None:
    assert (await talk.send(talk.olga)).code == "empty_message"
    only_words = await talk.sent(talk.olga, text="слова")
    path = f"{talk.path}/messages"
    assert (await talk.olga.patch(f"{path}/{only_words['offset']}", {"revision": 1, "text": " "})).status == 422
    with_file = await talk.sent(talk.olga, await ready(talk.olga, talk.chat, "a.txt", TEXT), text="слова")
    edited = await talk.olga.patch(f"{path}/{with_file['offset']}", {"revision": 1, "text": " "})
    assert (edited.body["message"]["text"], edited.body["message"]["files"]) == ("", with_file["files"])


async def test_the_same_message_again_has_the_same_file(talk: Talk) -> None:
    file = await ready(talk.olga, talk.chat, "a.txt", TEXT)
    first, again = [await talk.send(talk.olga, file, key="m1") for _ in range(2)]
    assert (first.status, first.body) == (201, again.body)


async def test_what_is_withdrawn_takes_its_files_away_from_everybody(talk: Talk) -> None:
    file = await ready(talk.olga, talk.chat, "a.png", picture())
    message = await talk.sent(talk.olga, file, text="секрет")
    address = (await talk.boris.post(f"/api/files/{file}/address")).body["address"]
    await talk.pool.execute("update message set sent_at = sent_at - interval '1 minute'")
    await talk.olga.post(f"{talk.path}/messages/{message['offset']}/withdraw")
    for person in (talk.olga, talk.boris, talk.maria):
        for path in (f"/api/files/{file}", f"/api/files/{file}/preview"):
            assert (await person.get(path)).status == 404
    assert (await talk.served.stranger.get(address)).status == 404
    [left] = (await talk.boris.get(f"{talk.path}/messages")).body["messages"]
    assert left["files"] == []
    async with wire(talk.served, talk.boris) as phone:
        told = (await phone.call("history", {"channel": f"chat:{talk.chat}", "limit": 10}))["history"]["publications"]
    assert all(one["data"]["message"]["files"] == [] for one in told)
    assert await sweep(talk.served.server.files) == 1
    assert on_disk(talk) == []


async def test_a_forwarded_file_is_another_over_the_same_bytes(talk: Talk) -> None:
    elsewhere = await group(talk.pool, talk.school, "boris", "lev")
    lev = await talk.served.person("lev")
    file = await ready(talk.olga, talk.chat, "a.png", picture())
    message = await talk.sent(talk.olga, file)
    asked = {"source": str(talk.chat), "offset": message["offset"]}
    said = (await talk.boris.post(f"/api/chats/{elsewhere}/forward", asked)).body["message"]
    [copy] = said["files"]
    assert copy == {**message["files"][0], "id": copy["id"]}
    assert copy["id"] != file
    assert (await lev.get(f"/api/files/{copy['id']}")).status == 200
    assert (await lev.get(f"/api/files/{file}")).status == 404
    await talk.olga.post(f"{talk.path}/messages/{message['offset']}/withdraw")
    assert await sweep(talk.served.server.files) == 0
    assert (await lev.get(f"/api/files/{copy['id']}")).status == 200
    await talk.boris.post(f"/api/chats/{elsewhere}/messages/{said['offset']}/withdraw")
    assert await sweep(talk.served.server.files) == 1
    assert on_disk(talk) == []


async def test_search_finds_only_what_has_a_file_and_export_names_it(talk: Talk) -> None:
    await talk.sent(talk.olga, text="расписание словами")
    message = await talk.sent(talk.olga, await ready(talk.olga, talk.chat, "план.pdf", PDF), text="расписание файлом")
    found = (await talk.boris.get("/api/search?q=расписание&has_file=true")).body["messages"]
    assert found == [message]
    assert len((await talk.boris.get("/api/search?q=расписание")).body["messages"]) == 2
    assert "расписание файлом\n[план.pdf]\n" in (await talk.boris.get(f"{talk.path}/export")).body


# Reading


async def test_a_file_is_served_so_that_nothing_of_it_runs(talk: Talk) -> None:
    image = await ready(talk.olga, talk.chat, "Фото \u2116 1.png", picture())
    document = await ready(talk.olga, talk.chat, 'пла"н.pdf', PDF)
    await talk.sent(talk.olga, image, document)
    shown, saved = [await talk.boris.get(f"/api/files/{file}") for file in (image, document)]
    for answer in (shown, saved):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer.headers["Cache-Control"] == "private, no-store"
    assert (shown.headers["Content-Type"], saved.headers["Content-Type"]) == ("image/png", "application/pdf")
    assert shown.headers["Content-Disposition"] == (
        "inline; filename=\"____ _ 1.png\"; filename*=UTF-8''%D0%A4%D0%BE%D1%82%D0%BE%20%E2%84%96%201.png"
    )
    assert saved.headers["Content-Disposition"].startswith('attachment; filename="_____.pdf"; filename*=')
    part = await talk.boris.get(f"/api/files/{document}", Range="bytes=1-3")
    assert (part.status, part.raw) == (206, b"PDF")
    assert (await talk.boris.get(f"/api/files/{document}/preview")).status == 404


async def test_before_it_is_sent_a_file_is_its_owners_alone(talk: Talk) -> None:
    file = await ready(talk.olga, talk.chat, "a.txt", TEXT)
    assert (await talk.olga.get(f"/api/files/{file}")).raw == TEXT
    for answer in (
        await talk.boris.get(f"/api/files/{file}"),
        await talk.boris.post(f"/api/files/{file}/address"),
        await bring(talk.boris, file, b"", len(TEXT)),
        await talk.boris.ask("HEAD", f"/api/files/{file}"),
    ):
        assert answer.status == 404


async def test_a_file_of_a_supervised_chat_is_read_from_outside_with_a_note(talk: Talk) -> None:
    anya, clara = await talk.served.person("anya"), await talk.served.person("clara")
    chat = (await anya.post("/api/chats", {"person": str(talk.school.lev)})).body["chat"]["id"]
    file = await ready(anya, chat, "a.txt", TEXT)
    assert (await clara.get(f"/api/files/{file}")).status == 404  # not sent yet
    assert (await anya.post(f"/api/chats/{chat}/messages", {"text": "", "files": [file]})).status == 201
    assert (await talk.maria.get(f"/api/files/{file}")).raw == TEXT  # the class teacher, who is in it
    assert (await clara.get(f"/api/files/{file}")).raw == TEXT  # leads the school
    address = (await clara.post(f"/api/files/{file}/address")).body["address"]
    assert (await talk.served.stranger.get(address)).raw == TEXT
    noted = [tuple(row) for row in await talk.pool.fetch("select person_id, action, target from audit")]
    assert noted == [(talk.school.clara, "oversee_chat", int(chat))] * 3
    assert (await talk.olga.get(f"/api/files/{file}")).status == 404


async def test_who_is_no_longer_in_the_chat_reads_nothing_there(talk: Talk) -> None:
    file = await ready(talk.olga, talk.chat, "a.txt", TEXT)
    unsent = await ready(talk.boris, talk.chat, "b.txt", TEXT)
    await talk.sent(talk.olga, file)
    address = (await talk.boris.post(f"/api/files/{file}/address")).body["address"]
    assert (await talk.served.stranger.get(address)).raw == TEXT
    await talk.put_out(talk.school.boris)
    for answer in (
        await talk.boris.get(f"/api/files/{file}"),
        await talk.boris.get(f"/api/files/{unsent}"),
        await talk.boris.post(f"/api/files/{file}/address"),
        await talk.served.stranger.get(address),
        await announce(talk.boris, talk.chat, "c.txt", 5),
        await talk.send(talk.boris, unsent),
    ):
        assert (answer.status, answer.code) == (404, "not_found")


async def test_an_address_works_without_a_sign_in_for_one_file_and_a_minute(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, other = [await ready(talk.olga, talk.chat, "a.txt", data) for data in (TEXT, b"other")]
    await talk.sent(talk.olga, file, other)
    given = (await talk.boris.post(f"/api/files/{file}/address")).body
    opened = await talk.served.stranger.get(given["address"])
    assert (opened.raw, opened.headers["Content-Security-Policy"]) == (TEXT, "sandbox; default-src 'none'")
    unknown = await talk.served.stranger.get("/files/unknown")
    token = (await talk.boris.post("/api/realtime/token")).body["token"]
    for address in (f"/files/{token}", given["address"][:-4] + "AAAA"):
        wrong = await talk.served.stranger.get(address)
        assert (wrong.status, wrong.body) == (unknown.status, unknown.body) == (404, unknown.body)
    monkeypatch.setattr("handlers.actions.files.ADDRESS_SECONDS", -1)
    expired = (await talk.boris.post(f"/api/files/{file}/address")).body["address"]
    late = await talk.served.stranger.get(expired)
    assert (late.status, late.body) == (404, unknown.body)
    await talk.boris.post("/api/logout")
    assert (await talk.served.stranger.get(given["address"])).status == 404


# Taking away


async def test_one_drops_a_file_that_one_has_not_sent(talk: Talk) -> None:
    file, sent = [await ready(talk.olga, talk.chat, "a.txt", TEXT) for _ in range(2)]
    await talk.sent(talk.olga, sent)
    assert (await talk.boris.ask("DELETE", f"/api/files/{file}")).status == 404
    assert (await talk.olga.ask("DELETE", f"/api/files/{file}")).status == 200
    assert (await talk.olga.ask("DELETE", f"/api/files/{file}")).status == 404
    assert (await talk.send(talk.olga, file)).code == "unknown_file"
    refused = await talk.olga.ask("DELETE", f"/api/files/{sent}")
    assert (refused.status, refused.code) == (409, "file_already_sent")
    assert await sweep(talk.served.server.files) == 1
    assert len(on_disk(talk)) == 1


async def test_what_nobody_sent_within_a_day_is_removed(talk: Talk) -> None:
    unsent = await ready(talk.olga, talk.chat, "a.txt", TEXT)
    begun = (await announce(talk.olga, talk.chat, "b.txt", 10)).body["file"]["id"]
    await bring(talk.olga, begun, b"x")
    sent = await ready(talk.olga, talk.chat, "c.txt", TEXT)
    await talk.sent(talk.olga, sent)
    assert await sweep(talk.served.server.files) == 0
    await talk.pool.execute("update file set at = at - interval '25 hours'")
    assert await sweep(talk.served.server.files) == 2
    assert await sweep(talk.served.server.files) == 0
    assert len(on_disk(talk)) == 1
    assert (await talk.olga.get(f"/api/files/{unsent}")).status == 404
    assert (await bring(talk.olga, begun, b"x" * 9, 1)).status == 404
    assert (await talk.send(talk.olga, unsent)).code == "unknown_file"
    assert (await talk.boris.get(f"/api/files/{sent}")).raw == TEXT


# Settings


def test_limits_are_settings(tmp_path: Path) -> None:
    settings = Settings.from_environment(
        {
            "ZVONOK_DATA": str(tmp_path),
            "ZVONOK_FILE_LIMIT_MIB": "5",
            "ZVONOK_FILES_AT_ONCE": "3",
            "ZVONOK_FILES_DAY_MIB": "50",
            "ZVONOK_FILES_ZIP": "1",
        }
    )
    assert settings.file_limits == Limits(5 * MIB, 3, 50 * MIB, archives=True)
    assert settings.files_folder == tmp_path / "files"
    assert Settings.from_environment({"ZVONOK_FILES_DIR": "/srv/files"}).files_folder == Path("/srv/files")


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "viele", "99999999"])
def test_a_limit_that_is_none_is_named(value: str) -> None:
    with pytest.raises(WrongSetting, match="ZVONOK_FILE_LIMIT_MIB"):
        Settings.from_environment({"ZVONOK_FILE_LIMIT_MIB": value})
