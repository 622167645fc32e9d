"""`zvonok doctor`: inspects everything the server depends on, and says what is wrong and what to do."""

import asyncio
import json
import sys

import click

from handlers.commands.import_roster import console_language
from handlers.doctor.checks import Finding, State, examine
from handlers.doctor.facts import Options, look
from handlers.doctor.names import Dns
from handlers.doctor.words import STATES, told
from handlers.settings import Settings, WrongSetting

_COLOURS = {State.OK: "green", State.WARN: "yellow", State.WRONG: "red"}


@click.command("doctor")
@click.option("--dkim", metavar="SELECTOR", help="Under which the key of your relay's signatures stands in the DNS.")
@click.option("--to", metavar="ADDRESS", help="Send a mail there, to try.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object and nothing else.")
def doctor_command(dkim: str | None, to: str | None, as_json: bool) -> None:
    """Look at database, Redis, mail, pushes, clock and disk, and say what is wrong and what to do.

    Takes the settings of `zvonok serve`, and changes nothing. Ends with status 1 when something is wrong.
    """
    try:
        facts = asyncio.run(look(Options(Settings.from_environment(), dkim, to), Dns()))
    except (WrongSetting, ValueError) as error:
        raise click.ClickException(str(error)) from None
    findings = examine(facts)
    language = console_language()
    if as_json:
        click.echo(as_json_text(findings, language))
    else:
        show(findings, language)
    sys.exit(int(is_wrong(findings)))


def is_wrong(findings: dict[str, Finding]) -> bool:
    return any(finding.state is State.WRONG for finding in findings.values())


def as_json_text(findings: dict[str, Finding], language: str) -> str:
    checks = []
    for name, finding in findings.items():
        what, remedy = told(finding, language)
        checks.append({"check": name, "state": finding.state, "code": finding.says, "what": what, "do": remedy or None})
    return json.dumps({"ok": not is_wrong(findings), "checks": checks}, ensure_ascii=False, indent=1)


def show(findings: dict[str, Finding], language: str) -> None:
    width = max(len(words) for words in STATES[language].values())
    for finding in findings.values():
        what, remedy = told(finding, language)
        state = STATES[language][finding.state].ljust(width)
        click.echo(f"{click.style(state, fg=_COLOURS[finding.state])}  {what}")
        if remedy:
            click.echo(f"{' ' * width}  → {remedy}")
