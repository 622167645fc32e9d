"""Finds the Redis by which processes of one installation communicate."""

from handlers.settings import Settings, WrongSetting
from realtime.redis.servers import Servers


def redis_servers(settings: Settings) -> Servers | None:
    """Returns the Redis servers; None if this process is alone. Raises `WrongSetting` for a malformed address."""
    if settings.redis_url is None:
        return None
    try:
        return Servers(settings.redis_url)
    except ValueError as error:
        raise WrongSetting(f"ZVONOK_REDIS_URL is not an address of Redis: {error}") from None
