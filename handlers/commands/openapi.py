"""`zvonok openapi`: prints the description of the HTTP API."""

import json

import click

from handlers import openapi
from handlers.actions.tables import ACTIONS
from realtime import __version__


@click.command("openapi")
def openapi_command() -> None:
    """Print the OpenAPI document, as a server has it at /api/openapi.json."""
    click.echo(json.dumps(openapi.openapi(ACTIONS, __version__), ensure_ascii=False, indent=1))
