"""A disk that is full, cannot be written to, or has lost something."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from channels.files.ports import Damaged
from handlers.app import serve
from handlers.settings import Settings, WrongSetting
from storage.files import seals
from tests.support.files import sent_file
from tests.support.school import School
from tests.support.serving import Served, serving


@pytest.mark.parametrize(
    ("fault", "said"), [(errno.ENOSPC, "disk full"), (errno.EDQUOT, "disk full"), (errno.EROFS, seals.READ_ONLY)]
)
async def test_a_process_that_can_keep_no_file_is_not_ready(
    served: Served, monkeypatch: pytest.MonkeyPatch, fault: int, said: str
) -> None:
    def fail(*_: Any) -> None:
        raise OSError(fault, "no")

    assert (await served.stranger.get("/readyz")).status == 200
    monkeypatch.setattr(os, "posix_fallocate", fail)
    answer = await served.stranger.get("/readyz")
    assert (answer.status, answer.body) == (503, {"status": said})
    assert (await served.stranger.get("/healthz")).status == 200


async def test_a_server_does_not_start_on_a_folder_that_it_cannot_write_to(school_url: str, tmp_path: Path) -> None:
    (tmp_path / "files").write_text("no folder")
    settings = Settings(port=0, data=tmp_path, postman=False)
    with pytest.raises(WrongSetting, match="folder of files"):
        async with serve(settings, school_url):
            pass


async def test_a_full_disk_is_told_at_the_start(
    school_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "no")

    monkeypatch.setattr(os, "posix_fallocate", full)
    async with serving(school_url):
        assert "the disk of the files is full" in caplog.text


def test_a_probe_leaves_nothing(tmp_path: Path) -> None:
    assert seals.trouble(tmp_path / "new") is None
    assert list((tmp_path / "new").iterdir()) == []


@pytest.mark.parametrize("damage", ["cut", "longer", "changed"])
def test_what_is_not_as_it_was_kept_is_found_out(tmp_path: Path, damage: str) -> None:
    kept = tmp_path / "x"
    kept.write_bytes(whole := b"0123456789" * 1000)
    seal, looking = seals.seal(kept), seals.Seals()
    looking.require(kept, seal)
    changed = {"cut": whole[:-1], "longer": whole + b"x", "changed": whole[:500] + b"X" + whole[501:]}
    kept.write_bytes(changed[damage])
    with pytest.raises(Damaged):
        looking.require(kept, seal)


async def test_a_damaged_file_says_so_and_one_of_before_is_served(served: Served, school: School) -> None:
    olga = await served.person("olga")
    chat = (await olga.post("/api/chats", {"person": str(school.maria)})).body["chat"]["id"]
    file = await sent_file(olga, chat)
    assert (await olga.get(f"/api/files/{file}")).status == 200
    address = (await olga.post(f"/api/files/{file}/address")).body["address"]
    for path in served.server.files.blobs.root.rglob("*"):  # type: ignore[attr-defined]
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-1])
    for way in (f"/api/files/{file}", address):
        answer = await olga.get(way)
        assert (answer.status, answer.code) == (500, "file_damaged")
    await served.server.pool.execute("delete from blob_seal")
    assert (await olga.get(f"/api/files/{file}")).status == 200


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/api/publish", {"POST"}),
        ("GET", "/api/login", {"POST"}),
        ("GET", "/emulation", {"POST", "OPTIONS"}),
        ("GET", "/connection/http_stream", {"POST", "OPTIONS"}),
        ("PUT", "/connection/sse", {"GET", "HEAD", "POST", "OPTIONS"}),
        ("DELETE", "/api/me", {"GET", "PATCH"}),
        ("POST", "/healthz", {"GET", "HEAD"}),
        ("POST", "/metrics", {"GET", "HEAD"}),
        ("DELETE", "/api/openapi.json", {"GET", "HEAD"}),
    ],
)
async def test_a_method_that_does_not_work_here_is_told_from_an_address_there_is_not(
    shared: Served, method: str, path: str, allowed: set[str]
) -> None:
    answer = await shared.stranger.ask(method, path)
    assert (answer.status, answer.code) == (405, "method_not_allowed")
    assert allowed <= {one.strip() for one in answer.headers["Allow"].split(",")}


async def test_an_address_there_is_not_stays_so(shared: Served, school: School) -> None:
    for path in ("/api/nothing", "/nothing", "/emulation/x"):
        assert (await shared.stranger.get(path)).status == 404
