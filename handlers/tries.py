"""Tries that are counted before anything is done: codes, names, and mails that somebody asks for."""

import ipaddress
import math
from dataclasses import dataclass
from datetime import timedelta

from channels.errors import Codes, Refusal
from storage.brake import Budget, PostgresBrake

FORGET = timedelta(hours=1)
LONGEST_WAIT = 15 * 60
# A school may share one address: over this, only those are slowed down sooner who have failures of their own.
SHARED = Budget(failures=100, per_second=1 / 6)


@dataclass(frozen=True, slots=True)
class Kind:
    """Kind of try: `free` times with one name, then 1, 2, 4 … seconds apart, up to a quarter of an hour.

    A network has a budget for each kind. While it is spent, whoever has `spared` failures waits as long as the budget
    takes to forgive one.
    """

    name: str
    free: int
    spared: int
    budget: Budget = SHARED

    def wait(self, failures: int, over_budget: bool) -> float:
        """Returns the seconds between the last try with a name and the next one."""
        own = pause(failures, self.free, LONGEST_WAIT)
        return max(own, 1 / self.budget.per_second) if over_budget and failures >= self.spared else own


@dataclass(frozen=True, slots=True)
class Counted:
    """One try, as the brake knows it."""

    name_key: str
    network_key: str


class Tries:
    """Counts tries, and forgives those that were right."""

    def __init__(self, brake: PostgresBrake) -> None:
        self._brake = brake

    async def count(self, kind: Kind, name: object, network: str) -> Counted:
        """Counts a try with this name, of that network. Raises TOO_MANY_ATTEMPTS with the seconds to wait."""
        counted = Counted(f"{kind.name}:{name}", f"{kind.name}s:{network}")
        attempt = await self._brake.attempt(counted.name_key, counted.network_key, FORGET, kind.budget, kind.wait)
        if attempt.wait > 0:
            raise Refusal(Codes.TOO_MANY_ATTEMPTS, {"retry_after": math.ceil(attempt.wait)})
        return counted

    async def forgive(self, counted: Counted) -> None:
        """Gives the name a new start and the network its try back."""
        await self._brake.forgive(counted.name_key, counted.network_key)


def network(address: str) -> str:
    """Returns what shares a budget: an IPv4 address, or the /64 of an IPv6 one (one household); "" for neither."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def pause(failures: int, free: int, longest: int) -> int:
    """Returns the seconds to wait after so many failures in a row: none at first, then 1, 2, 4 … up to the longest."""
    if failures < free:
        return 0
    return int(min(2 ** min(failures - free, 30), longest))
