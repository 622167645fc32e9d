"""Command line: `zvonok`, or `python -m handlers`."""

from importlib import import_module

import click

from handlers.logs import write_down
from realtime import __version__

COMMANDS = {
    "serve": "serve.serve_command",
    "postman": "postman.postman_command",
    "bounced": "bounces.bounced_command",
    "import": "import_roster.import_command",
    "roster-template": "roster_template.roster_template_command",
    "export": "export_roster.export_command",
    "demo": "demo.demo_command",
    "activate": "activate.activate_command",
    "applications": "applications.applications_command",
    "invite": "invite.invite_command",
    "account": "account.account_command",
    "sign-out-all": "sign_out_all.sign_out_all_command",
    "doctor": "doctor.doctor_command",
    "openapi": "openapi.openapi_command",
}
"""Name -> module below `handlers.commands`."""


class Commands(click.Group):
    """Imports a command only when it is used: importing all of them takes two seconds."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(".")
        command: click.Command = getattr(import_module(f"handlers.commands.{module}"), name)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="zvonok")
def main() -> None:
    """Zvonok: marks, absences and messages of a school, the moment they are entered.

    Settings come from the environment: ZVONOK_PORT, ZVONOK_DATA, ZVONOK_DATABASE_URL, ZVONOK_PUBLIC_URL …
    (docs/howto/run_in_production.md has all of them).
    """
    write_down()


if __name__ == "__main__":
    main()
