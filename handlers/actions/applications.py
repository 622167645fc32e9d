"""Applications for the connection of a school, by anybody; by who has the link afterwards."""

from aiohttp import web

from channels.applications.inputs import ApplicationLink, ConfirmedApplication, NewApplication
from channels.applications.shapes import OneApplication, SentApplication
from handlers.actions.action import Access, Action
from handlers.applications import ApplicationDoor


async def apply(request: web.Request, door: ApplicationDoor, asked: NewApplication) -> SentApplication:
    return await door.apply(request, asked)


async def application(request: web.Request, door: ApplicationDoor, asked: ApplicationLink) -> OneApplication:
    return await door.read(request, asked)


async def confirm_application(
    request: web.Request, door: ApplicationDoor, asked: ConfirmedApplication
) -> OneApplication:
    return await door.confirm(request, asked)


_APPLICATIONS = "/api/applications"

APPLICATIONS = (
    Action(
        "apply",
        "POST",
        _APPLICATIONS,
        Access.PUBLIC,
        "Apply for the connection of a school; a mail confirms the address",
        apply,
        status=202,
    ),
    Action(
        "application",
        "POST",
        f"{_APPLICATIONS}/open",
        Access.PUBLIC,
        "What became of an application, to who has its link",
        application,
    ),
    Action(
        "confirm_application",
        "POST",
        f"{_APPLICATIONS}/confirm",
        Access.PUBLIC,
        "Confirm the address of an application with the code of its mail",
        confirm_application,
    ),
)
