"""Contacts of which enough is shown to be known by their owner, and no more."""

from channels.contact_details import phone_key


def masked_address(address: str) -> str:
    """Returns `e…a@y….example` for `elena@yandex.example`: of a short part only its first letter."""
    part, _, host = address.rpartition("@")
    before, _, top = host.rpartition(".")
    return f"{_masked(part)}@{before[:1]}….{top}"


def phone_end(phone: str) -> str | None:
    """Returns the last two digits of a telephone number; None if it is none."""
    key = phone_key(phone)
    return None if key is None else key[-2:]


def _masked(part: str) -> str:
    return f"{part[:1]}…{part[-1:]}" if len(part) > 3 else f"{part[:1]}…"
