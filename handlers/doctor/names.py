"""Reads the DNS records of the domain that mails come from: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489), MX."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import dns.asyncresolver
import dns.exception
import dns.resolver

SECONDS = 5.0  # for each question
LOOKUPS = 10  # that an SPF record may cause; receivers give up at more
_COUNTS = re.compile(r"[+?~-]?(?:(include|exists):(\S+)|(redirect)=(\S+)|(?:a|mx|ptr)(?:[:/]\S*)?)", re.IGNORECASE)


class Unanswered(Exception):
    """Raised if the DNS did not say whether a record exists."""


class Resolver(Protocol):
    async def txt(self, name: str) -> Sequence[str]:
        """Returns the texts of a name; empty if there is no such name. Raises `Unanswered`."""
        ...

    async def mx(self, name: str) -> Sequence[str]:
        """Returns the hosts that take its mail, the preferred one first; "" stands for "none at all" (RFC 7505)."""
        ...


class Dns:
    """Implements `Resolver` with the machine's own name servers."""

    async def txt(self, name: str) -> Sequence[str]:
        return [b"".join(each.strings).decode("utf-8", "replace") for each in await _ask(name, "TXT")]

    async def mx(self, name: str) -> Sequence[str]:
        found = sorted(await _ask(name, "MX"), key=lambda each: int(each.preference))
        return [str(each.exchange).rstrip(".") for each in found]


async def _ask(name: str, kind: str) -> Sequence[Any]:
    try:
        return list(await dns.asyncresolver.resolve(name, kind, lifetime=SECONDS))
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError) as error:
        raise Unanswered(f"{name}: {type(error).__name__}") from None


@dataclass(frozen=True, slots=True)
class NamesSeen:
    domain: str
    mx: Sequence[str]
    spf: Sequence[str]  # records; there should be one
    lookups: int  # DNS queries that it causes, at most one more than `LOOKUPS`
    dmarc: Sequence[str]
    dmarc_at: str  # the domain of these records: this one, or one above it
    selector: str | None  # of the key that the relay signs with; None: we were not told
    dkim: Sequence[str]


async def look_up(resolver: Resolver, domain: str, selector: str | None) -> NamesSeen:
    """Reads the records of a domain. Raises `Unanswered`."""
    spf = _of_version(await resolver.txt(domain), "v=spf1")
    at, dmarc = await _dmarc(resolver, domain)
    return NamesSeen(
        domain=domain,
        mx=await resolver.mx(domain),
        spf=spf,
        lookups=await _lookups(resolver, spf[0], LOOKUPS) if len(spf) == 1 else 0,
        dmarc=dmarc,
        dmarc_at=at,
        selector=selector,
        dkim=[]
        if selector is None
        else [t for t in await resolver.txt(f"{selector}._domainkey.{domain}") if "p=" in t],
    )


async def _keys(resolver: Resolver, name: str) -> list[str]:
    return [text for text in await resolver.txt(name) if "p=" in text]


def _of_version(texts: Sequence[str], version: str) -> list[str]:
    return [text for text in texts if re.split(r"[\s;]", text.lower(), maxsplit=1)[0] == version]


async def _dmarc(resolver: Resolver, domain: str) -> tuple[str, list[str]]:
    """Returns the domain's DMARC records and where they are: a domain without any has those of one above it."""
    labels = domain.split(".")
    for first in range(max(len(labels) - 1, 1)):
        at = ".".join(labels[first:])
        found = _of_version(await resolver.txt(f"_dmarc.{at}"), "v=dmarc1")
        if found:
            return at, found
    return domain, []


async def _lookups(resolver: Resolver, record: str, left: int) -> int:
    """Returns the number of DNS queries that an SPF record causes; `left` + 1 if it is more than `left`."""
    asked = 0
    for term in record.split()[1:]:
        found = _COUNTS.fullmatch(term)
        if found is None:
            continue
        asked += 1
        inner = found[2] if (found[1] or "").lower() == "include" else found[4]
        if inner and "%" not in inner and asked <= left:
            for text in _of_version(await resolver.txt(inner), "v=spf1")[:1]:
                asked += await _lookups(resolver, text, left - asked)
        if asked > left:
            return left + 1
    return asked
