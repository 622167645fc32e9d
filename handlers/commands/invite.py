"""`zvonok invite`: invitations on paper for a class."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import click

from channels.invitations.hashes import KEY_NAME, InvitationHashes
from channels.invitations.inviting import print_for_class
from channels.invitations.making import PaperInvitation
from channels.people import ClassRef, SchoolRef
from channels.store import Desk
from channels.timetable_files.names import class_key, folded
from handlers.app import SystemClock
from handlers.commands.options import OnDatabase, on_database
from handlers.settings import Settings
from handlers.slips.pdf import slips_pdf
from handlers.slips.sheets import to_slips
from handlers.wording import Language
from realtime.fanout.memory import MemoryFanout
from realtime.fanout.publisher import FanoutPublisher
from storage.logins import PostgresLogins
from storage.schools import classes_of_schools
from storage.store import PostgresStore

NAMED = 60  # choices that an error names


@dataclass(frozen=True, slots=True)
class Invited:
    """Invitations that were made for a class, to which `people` belong."""

    school: SchoolRef
    class_: ClassRef
    people: int
    invitations: Sequence[PaperInvitation]


@click.command("invite")
@click.argument("class_", metavar="CLASS")
@click.option("--school", metavar="NAME_OR_ID", help="Which school, where several have such a class.")
@click.option(
    "--pdf",
    "file",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; default: slips-CLASS.pdf, here.",
)
@click.option("--language", type=click.Choice(["ru", "en"]), default="ru", show_default=True, help="Of the slips.")
@click.option("--everybody", is_flag=True, help="Also who has a sign-in: the slip gives them a new password.")
@click.option("--force", is_flag=True, help="Write over FILE.")
@on_database
def invite_command(
    class_: str,
    school: str | None,
    file: Path | None,
    language: Language,
    *,
    everybody: bool,
    force: bool,
    run: OnDatabase[Invited],
) -> None:
    """Invite the students of a CLASS and their adults who have no sign-in yet: write a PDF of slips to hand out.

    CLASS is its name, or its id. Earlier invitations of those who get a slip stop working. The codes stand in this file
    and nowhere else: print it, then delete it.
    """
    address = Settings.from_environment().public_url
    if address is None:
        raise click.ClickException(
            "ZVONOK_PUBLIC_URL is not set, and the slips have to say at which address people open Zvonok."
        )
    file = file or Path(f"slips-{class_.replace('/', '-')}.pdf")
    part = _reserve(file, force=force)  # before anything is made whose codes could get lost
    try:
        invited = run(lambda pool: invite(pool, class_, school, everybody=everybody))
        where = f"{invited.class_.name}, {invited.school.name}"
        if not invited.people:
            raise click.ClickException(f"{where}: there is nobody in this class.")
        if not invited.invitations:
            raise click.ClickException(
                f"{where}: all {invited.people} have a sign-in. With --everybody they get slips for a new password."
            )
        slips = to_slips(invited.invitations, address, invited.class_.name)
        pdf = slips_pdf(slips, language, datetime.now(UTC))
        with _naming(file):
            part.write_bytes(pdf)
            part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    left_out = invited.people - len(slips)
    said = f", {left_out} left out: they have a sign-in" if left_out else ""
    click.echo(f"{len(slips)} slips for {where} -> {file}{said}")


async def invite(pool: asyncpg.Pool, class_: str, school: str | None, *, everybody: bool) -> Invited:
    """Makes invitations for a class, named as somebody types it.

    Raises click.ClickException if none is meant, or more than one.
    """
    async with pool.acquire() as connection:
        at, of = _chosen(await classes_of_schools(connection), class_, school)
    hashes = InvitationHashes(await PostgresLogins(pool).secret(KEY_NAME))
    desk = Desk(PostgresStore(pool), FanoutPublisher(MemoryFanout()), SystemClock())
    people = await _people(desk, of, at)
    return Invited(at, of, people, await print_for_class(desk, hashes, of.id, everybody=everybody))


async def _people(desk: Desk, class_: ClassRef, school: SchoolRef) -> int:
    """Returns how many students and adults belong to a class."""
    async with desk.store.read() as tx:
        today = await tx.schools.day(school.id, desk.clock.now())
        belonging = await tx.invitations.people_of_class(class_.id, today)
        people = {one for each in belonging for one in (each.student, each.adult) if one is not None}
        return len(await tx.invitations.invitees(school.id, people, today))


def _chosen(known: Sequence[tuple[SchoolRef, ClassRef]], class_: str, school: str | None) -> tuple[SchoolRef, ClassRef]:
    """Returns the class that is meant, by name or else by id. Raises click.ClickException, which names the choices."""
    if school is not None:
        at_school = [each for each in known if folded(each[0].name) == folded(school) or str(each[0].id) == school]
        if not at_school:
            schools = {each.id: f"{each.name} ({each.id})" for each, _ in known}
            raise click.ClickException(f"no school {school}; there is {_listed(list(schools.values()))}")
        known = at_school
    key = class_key(class_)
    found = [each for each in known if key and class_key(each[1].name) == key]
    found = found or [each for each in known if str(each[1].id) == class_]
    if len(found) == 1:
        return found[0]
    if found:
        raise click.ClickException(
            f"several classes are called {class_}: {_listed([_named(*each) for each in found])};"
            " name the school with --school, or the class by its id"
        )
    raise click.ClickException(f"no class {class_}; there is {_listed([_named(*each) for each in known])}")


def _named(school: SchoolRef, class_: ClassRef) -> str:
    return f"{class_.name} of {school.name} ({class_.id})"


def _listed(choices: Sequence[str]) -> str:
    more = f" and {len(choices) - NAMED} more" if len(choices) > NAMED else ""
    return f"{', '.join(choices[:NAMED]) or 'none'}{more}"


def _reserve(path: Path, *, force: bool) -> Path:
    """Makes the file that is to take the place of `path`: empty, and only its owner reads it."""
    if path.is_dir():
        raise click.ClickException(f"{path} is a folder")
    if path.exists() and not force:
        raise click.ClickException(f"{path} is there already; --force writes over it")
    part = path.with_name(f"{path.name}.part")
    with _naming(path):
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    return part


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror}") from None
