"""`zvonok roster-template`: an empty table of people to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from handlers.roster.template import TEMPLATES
from handlers.tables.templates import write_template


@click.command("roster-template")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--language", type=click.Choice(sorted(TEMPLATES)), default="ru", show_default=True, help="Of the headings."
)
def roster_template_command(path: Path, *, language: str) -> None:
    """Write an empty XLSX for students with their adults and for staff, as `zvonok import` reads it."""
    if path.suffix.lower() != ".xlsx":
        raise click.BadParameter("the name must end in .xlsx", param_hint="PATH")
    try:
        write_template(path, TEMPLATES[language])
    except FileExistsError:
        raise click.ClickException(f"{path} is there already") from None
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror}") from None
    click.echo(path)
