"""The command line: `zvonok`, or `python -m handlers`."""

import logging

import click

from handlers.commands.account import account_command
from handlers.commands.bounced import bounced_command
from handlers.commands.demo import demo_command
from handlers.commands.doctor import doctor_command
from handlers.commands.export_roster import export_command
from handlers.commands.import_roster import import_command
from handlers.commands.postman import postman_command
from handlers.commands.serve import serve_command
from realtime import __version__


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="zvonok")
def main() -> None:
    """Zvonok: marks, absences and messages of a school, the moment they are entered.

    Settings come from the environment: ZVONOK_PORT, ZVONOK_DATA, ZVONOK_DATABASE_URL, ZVONOK_PUBLIC_URL …
    (docs/howto/run_in_production.md has all of them).
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")


for command in (
    serve_command,
    postman_command,
    bounced_command,
    import_command,
    export_command,
    demo_command,
    account_command,
    doctor_command,
):
    main.add_command(command)

if __name__ == "__main__":
    main()
