"""Where processes of one installation meet."""

from handlers.settings import Settings, WrongSetting
from realtime.redis.servers import Servers


def redis_servers(settings: Settings) -> Servers | None:
    """None: nowhere, this process is alone. Raises `WrongSetting` for an address of Redis that is none."""
    if settings.redis_url is None:
        return None
    try:
        return Servers(settings.redis_url)
    except ValueError as error:
        raise WrongSetting(f"ZVONOK_REDIS_URL is not an address of Redis: {error}") from None
