"""Status of the installation, by anybody."""

from channels.status import InstallationStatus, StatusReader
from handlers.actions.action import Access, Action


async def status(reader: StatusReader) -> InstallationStatus:
    return await reader.read()


STATUS = (
    Action(
        "status", "GET", "/api/status", Access.PUBLIC, "Whether the installation works, and how it tells people", status
    ),
)
