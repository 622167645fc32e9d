"""The brake on guessing, on a machine of whatever speed."""

from tests.support.serving import Served


async def no_time_passes(served: Served) -> None:
    """Whatever waits now waits on, however slow the machine is."""
    await served.server.pool.execute("update sign_in_failure set last_at = now() + interval '1 hour'")
