"""Slips for a whole class, made on the command line: who gets one, what it opens, and the file they stand in."""

import asyncio
import logging
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from handlers.commands.invite import invite_command
from tests.support.printed import pages
from tests.support.school import School
from tests.support.serving import Served

ADDRESS = "https://gimnaziya7.example"


@pytest.fixture(autouse=True)
def address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZVONOK_PUBLIC_URL", ADDRESS)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "slips.pdf"


@pytest.fixture
async def newcomers(served: Served, school: School) -> None:
    """Anya and her nanny, who have no sign-in; Misha, Olga and Boris of the same class have one."""
    await served.server.pool.execute(
        "delete from account where person_id = any($1::bigint[])", [school.anya, school.nanny]
    )


async def invite(url: str, *arguments: str) -> Result:
    """`zvonok invite` on this database."""
    return await asyncio.to_thread(CliRunner().invoke, invite_command, ["--database-url", url, *arguments])


async def invite_5a(url: str, file: Path, *arguments: str) -> Result:
    return await invite(url, "5А", "--school", "Гимназия № 7", "--pdf", str(file), *arguments)


async def invited(served: Served) -> int:
    count: int = await served.server.pool.fetchval("select count(*) from invitation")
    return count


@pytest.mark.usefixtures("newcomers")
async def test_who_has_no_sign_in_gets_a_slip_that_opens(served: Served, school_url: str, file: Path) -> None:
    said = await invite_5a(school_url, file)
    assert said.exit_code == 0, said.output
    assert said.output == f"2 slips for 5А, Гимназия № 7 -> {file}, 3 left out: they have a sign-in\n"
    sheet, key = pages(file.read_bytes())
    for name in ("Соколова Анна", "Белая Вера"):
        assert name in sheet.all()
        assert name in key.all()
    links = [code.text for code in sheet.codes]
    assert len(links) == 2
    for link in links:
        assert link.startswith(f"{ADDRESS}/in#")
        answer = await served.stranger.post("/api/invitations/open", {"token": link.partition("#")[2]})
        assert (answer.status, answer.body["class"], answer.body["school"]) == (200, "5А", "Гимназия № 7")


@pytest.mark.usefixtures("newcomers")
async def test_with_everybody_who_has_a_sign_in_gets_one_as_well(school_url: str, file: Path) -> None:
    said = await invite_5a(school_url, file, "--everybody", "--language", "en")
    assert said.output == f"5 slips for 5А, Гимназия № 7 -> {file}\n"
    sheet, _ = pages(file.read_bytes())
    assert len(sheet.codes) == 5
    assert sheet.all().count("for the student") == 2
    assert sheet.all().count("for an adult") == 3


@pytest.mark.usefixtures("newcomers")
async def test_the_file_is_its_owners_alone(school_url: str, file: Path) -> None:
    assert (await invite_5a(school_url, file)).exit_code == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in file.parent.iterdir()] == ["slips.pdf"]


@pytest.mark.usefixtures("newcomers")
async def test_a_file_that_is_there_is_kept_and_nobody_is_invited(served: Served, school_url: str, file: Path) -> None:
    file.write_bytes(b"of last week")
    said = await invite_5a(school_url, file)
    assert (said.exit_code, "is there already; --force writes over it" in said.output) == (1, True)
    assert file.read_bytes() == b"of last week"
    assert await invited(served) == 0
    said = await invite_5a(school_url, file, "--force")
    assert said.exit_code == 0, said.output
    assert file.read_bytes().startswith(b"%PDF")
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("newcomers")
async def test_where_no_file_can_be_nobody_is_invited(served: Served, school_url: str, tmp_path: Path) -> None:
    said = await invite_5a(school_url, tmp_path / "nowhere" / "slips.pdf")
    assert (said.exit_code, "No such file or directory" in said.output) == (1, True)
    assert await invited(served) == 0


@pytest.mark.usefixtures("newcomers")
@pytest.mark.parametrize("arguments", [(), ("--force",)])
@pytest.mark.parametrize("path", ["", "."])
async def test_a_folder_is_no_file(served: Served, school_url: str, path: str, arguments: tuple[str, ...]) -> None:
    said = await invite(school_url, "5А", "--school", "Гимназия № 7", "--pdf", path, *arguments)
    assert said.exit_code != 0
    assert "is a folder" in said.output or "is a directory" in said.output
    assert await invited(served) == 0


@pytest.mark.usefixtures("newcomers")
async def test_without_a_name_the_file_is_called_after_the_class(
    school_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert (await invite(school_url, "5А", "--school", "Гимназия № 7")).exit_code == 0
    assert [each.name for each in tmp_path.iterdir()] == ["slips-5А.pdf"]


@pytest.mark.usefixtures("newcomers")
@pytest.mark.parametrize("typed", ["5А", "5A", "5 «а»", " 5-а "])
async def test_a_class_is_found_however_it_is_typed(school_url: str, file: Path, typed: str) -> None:
    said = await invite(school_url, typed, "--school", "гимназия  № 7", "--pdf", str(file))
    assert said.exit_code == 0, said.output


@pytest.mark.usefixtures("newcomers")
async def test_class_and_school_are_found_by_their_ids(school: School, school_url: str, file: Path) -> None:
    said = await invite(school_url, "5А", "--school", str(school.id), "--pdf", str(file))
    assert said.exit_code == 0, said.output
    said = await invite(school_url, str(school.class_5a), "--pdf", str(file), "--force")
    assert said.output.startswith("2 slips for 5А, Гимназия № 7 -> ")


async def test_a_class_that_two_schools_have_is_asked_for(
    served: Served, school: School, school_url: str, file: Path
) -> None:
    said = await invite(school_url, "5А", "--pdf", str(file))
    assert said.exit_code == 1
    assert f"several classes are called 5А: 5А of Гимназия № 7 ({school.class_5a}), 5А of Школа № 2 (" in said.output
    assert "name the school with --school, or the class by its id" in said.output
    assert not file.exists()
    assert await invited(served) == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["9Ю"], "no class 9Ю; there is 1Б of Гимназия № 7 ("),
        (["«»"], "no class «»; there is 1Б of Гимназия № 7 ("),
        (["5А", "--school", "Лицей"], "no school Лицей; there is Гимназия № 7 ("),
        (["1Б", "--school", "Школа № 2"], "no class 1Б; there is 5А of Школа № 2 ("),
    ],
)
async def test_what_is_not_there_is_answered_with_what_there_is(
    served: Served, school_url: str, file: Path, arguments: list[str], told: str
) -> None:
    said = await invite(school_url, *arguments, "--pdf", str(file))
    assert (said.exit_code, told in said.output) == (1, True)
    assert not file.exists()
    assert await invited(served) == 0


async def test_when_all_are_in_there_is_no_file(served: Served, school_url: str, file: Path) -> None:
    said = await invite_5a(school_url, file)
    assert (said.exit_code, "all 5 have a sign-in. With --everybody" in said.output) == (1, True)
    assert list(file.parent.iterdir()) == []
    assert await invited(served) == 0


async def test_a_class_without_anybody_is_said(served: Served, school: School, school_url: str, file: Path) -> None:
    await served.server.pool.execute(
        "insert into class (source, source_id, school_id, name, grade) values ('t', '11', $1, '11Я', 11)", school.id
    )
    said = await invite(school_url, "11Я", "--pdf", str(file))
    assert (said.exit_code, "there is nobody in this class" in said.output) == (1, True)


@pytest.mark.usefixtures("newcomers")
async def test_without_an_address_no_slip_can_say_where_to_go(
    served: Served, school_url: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ZVONOK_PUBLIC_URL")
    said = await invite_5a(school_url, file)
    assert (said.exit_code, "ZVONOK_PUBLIC_URL is not set" in said.output) == (1, True)
    assert await invited(served) == 0


@pytest.mark.usefixtures("newcomers")
async def test_slips_of_before_stop_working(served: Served, school_url: str, file: Path) -> None:
    await invite_5a(school_url, file)
    [before, _] = pages(file.read_bytes())
    await invite_5a(school_url, file, "--force")
    for code in before.codes:
        answer = await served.stranger.post("/api/invitations/open", {"token": code.text.partition("#")[2]})
        assert answer.code == "invitation_does_not_open"


@pytest.mark.usefixtures("newcomers")
async def test_nobody_is_named_in_the_log_or_in_what_is_said(
    school_url: str, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    said = await invite_5a(school_url, file)
    for told in (said.output, caplog.text):
        assert "Соколова" not in told
        assert "Белая" not in told
        assert "/in#" not in told
