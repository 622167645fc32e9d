"""A school's own table, from the command's preview to the database: asked once, remembered for the next file."""

import io
from pathlib import Path

import asyncpg
from click.testing import CliRunner
from rich.console import Console

from channels.roster.model import Problems
from handlers.commands.import_roster import DECLINED, DONE, REFUSED, import_command, import_roster
from handlers.commands.roster_template import roster_template_command
from handlers.tables.read import open_tables
from storage.roster.mappings import remember, remembered

TABLE = "ФИО;Класс;Родитель;Телефон\nСоколова Анна;5А;Соколова Елена;8 916 555 47 12\n"


async def run(
    database: asyncpg.Pool,
    path: Path,
    *,
    yes: bool = True,
    columns: dict[str, str] | None = None,
    school: str = "Школа",
) -> tuple[int, str]:
    console = Console(width=200, file=io.StringIO(), record=True)
    status = await import_roster(
        database,
        path,
        yes=yes,
        as_json=False,
        source=None,
        zone="Europe/Moscow",
        confirm=lambda: False,
        console=console,
        language="en",
        columns=columns,
        school=school,
    )
    return status, console.export_text()


async def test_an_answer_about_a_column_is_given_once(database: asyncpg.Pool, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(TABLE, encoding="windows-1251")
    status, shown = await run(database, path)
    assert status == REFUSED
    assert '--column "Телефон=adult1.phone"' in shown
    assert "взрослый 1" not in shown
    assert "adult 1: telephone (adult1.phone)" in shown, "what the columns were read as is shown before the answer"
    assert await database.fetchval("select count(*) from person") == 0
    answer = {"Телефон": "adult1.phone"}
    assert (await run(database, path, yes=False, columns=answer))[0] == DECLINED
    assert (await run(database, path))[0] == REFUSED, "what was declined is not remembered"
    assert (await run(database, path, columns=answer))[0] == DONE
    assert await database.fetchval("select phone from person where given_name = 'Елена'") == "+79165554712"
    path.write_text(TABLE.replace("47 12", "00 00"), encoding="windows-1251")
    status, shown = await run(database, path, school="")
    assert (status, "as said" in shown) == (DONE, True)
    assert await database.fetchval("select phone from person where given_name = 'Елена'") == "+79165550000"


async def test_answers_are_kept_for_each_source_and_row_of_headings(database: asyncpg.Pool) -> None:
    async with database.acquire() as connection:
        await remember(connection, "a", [{"ФИО": "student.full_name", "Тел": "-"}])
        await remember(connection, "a", [{"ФИО": "student.full_name", "Тел": "mother.phone"}])
        assert await remembered(connection, "a") == {
            ("ФИО", "Тел"): {"ФИО": "student.full_name", "Тел": "mother.phone"}
        }
        assert await remembered(connection, "b") == {}


def test_the_template_is_written_once_and_read_without_a_question(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    assert CliRunner().invoke(roster_template_command, [str(path)]).exit_code == 0
    again = CliRunner().invoke(roster_template_command, [str(path)])
    assert (again.exit_code, "is there already" in again.output) == (1, True)
    assert CliRunner().invoke(roster_template_command, [str(tmp_path / "people.csv")]).exit_code == 2
    with open_tables(path, Problems()) as tables:
        assert [table.name for table in tables] == ["people.xlsx [Ученики]", "people.xlsx [Сотрудники]"]


def test_a_meaning_that_there_is_none_of_is_refused_by_the_command() -> None:
    refused = CliRunner().invoke(import_command, [".", "--column", "Телефон=adult9.phone"])
    assert (refused.exit_code, "adult1.phone" in refused.output) == (2, True)
