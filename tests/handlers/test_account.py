"""Names to sign in with: given on the command line, opened by the browser."""

import asyncio
import unicodedata

import pytest
from click.testing import CliRunner, Result

from handlers.commands.account import account_command
from tests.support.school import School
from tests.support.serving import Served


async def account(url: str, *arguments: str, answer: str = "") -> Result:
    """`zvonok account` on this database."""
    command = ["--database-url", url, "--source", "t", *arguments]
    return await asyncio.to_thread(CliRunner().invoke, account_command, command, input=answer)


async def signs_in(served: Served, name: str, said: str) -> int:
    password = said.rpartition("  ")[2].strip()
    return (await served.stranger.ask("POST", "/api/login", {"login": name, "password": password})).status


@pytest.mark.parametrize(
    ("given", "typed"),
    [
        (" olga.s ", "olga.s"),
        ("olga.s", "  olga.s"),
        ("\u00a0olga.s\u2009", "OLGA.S"),
        (unicodedata.normalize("NFD", "й.ольга"), "й.ольга"),
        ("й.ольга", unicodedata.normalize("NFD", "Й.Ольга")),
        ("Ольга Соколова", "ольга соколова "),
    ],
)
async def test_a_name_opens_however_it_was_given_and_is_typed(
    served: Served, school_url: str, given: str, typed: str
) -> None:
    said = await account(school_url, "olga", "--name", given)
    assert said.exit_code == 0, said.output
    assert await signs_in(served, typed, said.output) == 200


@pytest.mark.parametrize("username", [" olga.s", unicodedata.normalize("NFD", "й.ольга")])
async def test_the_rosters_username_is_read_the_same_way(served: Served, school_url: str, username: str) -> None:
    pool = served.server.pool
    await pool.execute("delete from account where name = 'olga'")
    await pool.execute("update person set username = $1 where source_id = 'olga'", username)
    said = await account(school_url, "olga")
    assert said.exit_code == 0, said.output
    assert await signs_in(served, username.strip(), said.output) == 200


@pytest.mark.parametrize("name", ["", "   ", "\u00a0", "o\u0007lga", "x" * 201])
async def test_a_name_that_nobody_could_type_is_refused(served: Served, school_url: str, name: str) -> None:
    said = await account(school_url, "olga", "--name", name)
    assert (said.exit_code, "1 to 200 characters" in said.output) == (2, True)
    assert await served.server.pool.fetchval("select count(*) from account where name = 'olga'") == 1


async def test_nothing_to_call_it_is_said(served: Served, school_url: str) -> None:
    await served.server.pool.execute("delete from account where name = 'olga'")
    await served.server.pool.execute("update person set username = ' ' where source_id = 'olga'")
    said = await account(school_url, "olga")
    assert (said.exit_code, "add --name" in said.output) == (1, True)


@pytest.mark.parametrize("name", ["maria", " MARIA", "Maria "])
async def test_a_name_of_somebody_else_is_never_taken_and_said_by_whom_it_is_used(
    served: Served, school: School, school_url: str, name: str
) -> None:
    for more in ((), ("--free-name",)):
        said = await account(school_url, "olga", "--name", name, *more)
        assert (said.exit_code, "Рябова Мария signs in as" in said.output) == (1, True)
        assert "None" not in said.output


async def test_a_name_outlives_nobody_who_left_once_somebody_agrees(
    served: Served, school: School, school_url: str
) -> None:
    pool = served.server.pool
    declined = await account(school_url, "olga", "--name", "gone", answer="n\n")
    assert (declined.exit_code, "Бывшая Ева, who has left, signed in as gone" in declined.output) == (1, True)
    assert await pool.fetchval("select name from account where person_id = $1", school.olga) == "olga"
    said = await account(school_url, "olga", "--name", "gone", answer="y\n")
    assert said.exit_code == 0, said.output
    assert await signs_in(served, "gone", said.output.splitlines()[-1]) == 200
    assert await pool.fetchval("select count(*) from account where person_id = $1", school.gone) == 0


async def test_the_rosters_own_name_of_somebody_who_left_is_asked_for_as_well(
    served: Served, school: School, school_url: str
) -> None:
    pool = served.server.pool
    await pool.execute("delete from account where person_id = $1", school.olga)
    await pool.execute("update person set username = 'gone' where id = $1", school.olga)
    said = await account(school_url, "olga", answer="y\n")
    assert (said.exit_code, "signed in as gone" in said.output) == (0, True)
