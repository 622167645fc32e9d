"""Judges the facts: one small function for each question, and one table of these functions."""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from channels.files.ports import Verdict
from handlers.doctor.facts import Facts, domain_of
from handlers.doctor.names import LOOKUPS, NamesSeen
from handlers.postmen import vapid_key
from realtime.carriers.probe import RelaySeen, Step
from realtime.carriers.smtp import Relay
from storage.db_inspection import DatabaseSeen

OLDEST = 150000  # PostgreSQL's own number of version 15
OF_A_PROCESS = 10  # connections to the database
CLOCK_SECONDS = 2.0
ENDS_SOON = timedelta(days=14)  # validity left to a certificate
LATE_SECONDS = 600.0  # after which a due notice should have been carried, or tried
SMALL_KEY, SHORT_KEY = 1024, 2048  # bits: refused by receivers; no longer advised
MIB = 1024 * 1024
FULL, LITTLE = 100 * MIB, 1024 * MIB  # free bytes


class State(StrEnum):
    OK = "ok"
    WARN = "warn"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """Result of a check. `says` is a key of `handlers.doctor.words.WORDS`, `about` the values for its texts."""

    state: State
    says: str
    about: Mapping[str, object] = field(default_factory=dict)


def ok(says: str, **about: object) -> Finding:
    return Finding(State.OK, says, about)


def warn(says: str, **about: object) -> Finding:
    return Finding(State.WARN, says, about)


def wrong(says: str, **about: object) -> Finding:
    return Finding(State.WRONG, says, about)


# The database


def database(facts: Facts) -> Finding:
    match facts.database:
        case None:
            return warn("database_off")
        case str(why):
            return wrong("database_away", why=why)
        case seen if seen.is_standby:
            return wrong("database_standby")
        case seen if seen.version < OLDEST:
            return wrong("database_old", version=_version(seen))
        case seen:
            return ok("database", version=_version(seen))


def _version(seen: DatabaseSeen) -> str:
    return f"{seen.version // 10000}.{seen.version % 10000}"


def durability(facts: Facts) -> Finding | None:
    if not isinstance(seen := facts.database, DatabaseSeen):
        return None
    off = ", ".join(name for name, value in seen.settings.items() if value == "off")
    return wrong("durability_off", settings=off) if off else ok("durability")


def letters(facts: Facts) -> Finding | None:
    if not isinstance(seen := facts.database, DatabaseSeen):
        return None
    if seen.encoding != "UTF8" or not seen.knows_cyrillic:
        return wrong("letters_unknown", encoding=seen.encoding)
    return ok("letters")


def connections(facts: Facts) -> Finding | None:
    if not isinstance(seen := facts.database, DatabaseSeen):
        return None
    about = {"free": seen.free, "all": seen.connections, "each": OF_A_PROCESS}
    return warn("connections_few", **about) if seen.free < OF_A_PROCESS else ok("connections", **about)


def migrations(facts: Facts) -> Finding | None:
    if not isinstance(seen := facts.database, DatabaseSeen):
        return None
    if seen.changed:
        return wrong("migrations_changed", names=", ".join(seen.changed))
    if seen.unknown:
        return wrong("migrations_newer", names=", ".join(seen.unknown))
    if seen.pending:
        return warn("migrations_pending", number=len(seen.pending))
    return ok("migrations")


def epoch(facts: Facts) -> Finding | None:
    if not isinstance(seen := facts.database, DatabaseSeen) or seen.epoch is None:
        return None
    return ok("epoch", epoch=seen.epoch)


def waiting(facts: Facts) -> Finding | None:
    if not isinstance(seen := facts.database, DatabaseSeen):
        return None
    late = [each for each in seen.waiting if each.seconds > LATE_SECONDS]
    if not late:
        return ok("waiting")
    told = ", ".join(f"{each.carrier} {each.number}" for each in late)
    return wrong("waiting_long", carriers=told, minutes=round(max(each.seconds for each in late) / 60))


def clock(facts: Facts) -> Finding | None:
    """Compares our clock with those of database, public address and relay; judges the largest difference."""
    ahead = {}
    if isinstance(facts.database, DatabaseSeen):
        ahead["PostgreSQL"] = facts.database.clock_ahead
    for name, seen in (("HTTPS", facts.page), ("SMTP", facts.relay)):
        if seen is not None and seen.date is not None and seen.heard_at is not None:
            # A date has whole seconds, and covers all moments of its second.
            behind = (seen.heard_at - seen.date).total_seconds()
            ahead[name] = -max(behind - 1, 0.0) if behind > 0 else -behind
    if not ahead:
        return None
    name, seconds = max(ahead.items(), key=lambda one: abs(one[1]))
    about = {"of": name, "seconds": f"{seconds:+.1f}"}
    return warn("clock_differs", **about) if abs(seconds) > CLOCK_SECONDS else ok("clock", **about)


# Questions to other machines


def redis(facts: Facts) -> Finding:
    if facts.redis is None:
        return ok("redis_none")
    if facts.redis.problem:
        return wrong("redis_away", why=facts.redis.problem)
    if not facts.redis.heard:
        return wrong("redis_deaf")
    return ok("redis", version=facts.redis.version or "?")


def redis_memory(facts: Facts) -> Finding | None:
    seen = facts.redis
    if seen is None or seen.problem or seen.policy is None:
        return None
    if seen.evicted:
        return warn("redis_evicted", number=seen.evicted)
    if seen.memory_limit and seen.policy != "noeviction":
        return warn("redis_evicts", policy=seen.policy)
    return ok("redis_memory")


def public_url(facts: Facts) -> Finding:
    url = facts.settings.public_url
    if url is None:
        return ok("url_none") if facts.settings.is_loopback else warn("url_unset")
    local = re.fullmatch(r"http://(localhost|127\.0\.0\.1)(:\d+)?", url)
    return ok("url", url=url) if url.startswith("https://") or local else wrong("url_plain", url=url)


def page(facts: Facts) -> Finding | None:
    seen = facts.page
    if seen is None:
        return None
    if seen.is_certificate:
        return wrong("page_certificate", why=seen.problem)
    if seen.status == 0:
        return warn("page_away", why=seen.problem)
    if seen.status != 200 or not seen.is_ours:
        return wrong("page_other", status=seen.status)
    return ok("page")


def files(facts: Facts) -> Finding:
    if facts.files.problem:
        return wrong("files_closed", folder=facts.files.path, why=facts.files.problem)
    return ok("files", folder=facts.files.path)


def disk(facts: Facts) -> Finding | None:
    free = facts.files.free
    if free is None:
        return None
    about = {"mib": free // MIB}
    return (
        wrong("disk_full", **about)
        if free < FULL
        else warn("disk_little", **about)
        if free < LITTLE
        else ok("disk", **about)
    )


def scanner(facts: Facts) -> Finding:
    if facts.scanner is None:
        return ok("scanner_none")
    return ok("scanner") if facts.scanner is Verdict.CLEAN else wrong("scanner_away")


# Pushes and mails


def push_key(facts: Facts) -> Finding | None:
    if not isinstance(seen := facts.database, DatabaseSeen):
        return None
    if seen.vapid is None:
        return ok("push_unmade")
    key = vapid_key(seen.vapid)
    try:
        key.public_key().verify(key.sign(b"zvonok", ECDSA(SHA256())), b"zvonok", ECDSA(SHA256()))
    except InvalidSignature:
        return wrong("push_broken")
    # Push services require a contact; some refuse what cannot be an address.
    return warn("push_contact") if "." not in domain_of(facts.settings) else ok("push")


def relay(facts: Facts) -> Finding:
    if facts.relay is None:
        return warn("mail_none")
    match facts.relay.step:
        case Step.CONNECT | Step.HELLO:
            return wrong("relay_away", why=facts.relay.problem)
        case Step.ENCRYPT:
            return wrong("relay_encryption", why=facts.relay.problem)
        case Step.SIGN_IN:
            return wrong("relay_sign_in", why=facts.relay.problem)
    return ok("relay")


def relay_encryption(facts: Facts) -> Finding | None:
    if facts.relay is None or facts.settings.smtp_url is None or facts.relay.step in _NOT_YET_ENCRYPTED:
        return None
    to = Relay.from_url(facts.settings.smtp_url)
    if not to.tls and not to.start_tls:
        near = to.host in ("localhost", "127.0.0.1", "::1")
        return ok("relay_near") if near else warn("relay_plain", host=to.host)
    ends = facts.relay.certificate_ends
    if ends is not None and ends < datetime.now(UTC) + ENDS_SOON:
        return warn("relay_certificate", day=ends.date().isoformat())
    return ok("relay_encrypted")


_NOT_YET_ENCRYPTED = (Step.CONNECT, Step.HELLO, Step.ENCRYPT)


def tried(facts: Facts) -> Finding | None:
    if facts.to is None or not isinstance(facts.relay, RelaySeen):
        return None
    match facts.relay.step:
        case Step.DONE:
            return ok("tried", to=facts.to)
        case Step.SEND:
            return wrong("tried_refused", to=facts.to, why=facts.relay.problem)
    return wrong("tried_not")


def dns(facts: Facts) -> Finding | None:
    match facts.names:
        case None:
            return None
        case str(why):
            return wrong("dns_away", why=why)
        case seen:
            return ok("dns", domain=seen.domain) if "." in seen.domain else wrong("dns_local", domain=seen.domain)


def mx(facts: Facts) -> Finding | None:
    if (seen := _named(facts)) is None:
        return None
    if not seen.mx:
        return warn("mx_none", domain=seen.domain)
    return warn("mx_null", domain=seen.domain) if list(seen.mx) == [""] else ok("mx", hosts=", ".join(seen.mx))


def spf(facts: Facts) -> Finding | None:
    if (seen := _named(facts)) is None:
        return None
    if not seen.spf:
        return wrong("spf_none", domain=seen.domain)
    if len(seen.spf) > 1:
        return wrong("spf_many", domain=seen.domain, number=len(seen.spf))
    if seen.lookups > LOOKUPS:
        return wrong("spf_long", limit=LOOKUPS)
    record, terms = seen.spf[0], seen.spf[0].lower().split()
    if "+all" in terms or "all" in terms:
        return wrong("spf_all", record=record)
    ends = any(term in ("-all", "~all") or term.startswith("redirect=") for term in terms)
    return ok("spf", record=record) if ends else warn("spf_open", record=record)


def dmarc(facts: Facts) -> Finding | None:
    if (seen := _named(facts)) is None:
        return None
    if not seen.dmarc:
        return warn("dmarc_none", domain=seen.domain)
    if len(seen.dmarc) > 1:
        return wrong("dmarc_many", domain=seen.dmarc_at, number=len(seen.dmarc))
    tags = _tags(seen.dmarc[0])
    policy = tags.get("p", "") if seen.dmarc_at == seen.domain else tags.get("sp", tags.get("p", ""))
    if policy not in ("none", "quarantine", "reject"):
        return wrong("dmarc_broken", record=seen.dmarc[0])
    return ok("dmarc", domain=seen.dmarc_at, policy=policy)


def dkim(facts: Facts) -> Finding | None:
    if (seen := _named(facts)) is None:
        return None
    if seen.selector is None:
        return warn("dkim_unasked")
    at = f"{seen.selector}._domainkey.{seen.domain}"
    if not seen.dkim:
        return wrong("dkim_none", at=at)
    tags = _tags(seen.dkim[0])
    if not tags.get("p"):
        return wrong("dkim_revoked", at=at)
    bits = _bits(tags)
    if bits is None or bits < SMALL_KEY:
        return wrong("dkim_broken", at=at)
    if "y" in tags.get("t", "").split(":"):
        return warn("dkim_testing", at=at)
    return warn("dkim_short", at=at, bits=bits) if bits < SHORT_KEY else ok("dkim", at=at)


def _named(facts: Facts) -> NamesSeen | None:
    return facts.names if isinstance(facts.names, NamesSeen) and "." in facts.names.domain else None


def _tags(record: str) -> dict[str, str]:
    parts = [part.partition("=") for part in record.split(";")]
    return {name.strip().lower(): "".join(value.split()) for name, found, value in parts if found}


def _bits(tags: Mapping[str, str]) -> int | None:
    """Returns the strength of a key, as bits of RSA; None if it is no key."""
    try:
        key = base64.b64decode(tags["p"], validate=True)
        if tags.get("k", "rsa").lower() == "ed25519":
            return SHORT_KEY if len(key) == 32 else None
        public = load_der_public_key(key)
    except (binascii.Error, ValueError):
        return None
    return public.key_size if isinstance(public, RSAPublicKey) else None


CHECKS: Mapping[str, Callable[[Facts], Finding | None]] = {
    each.__name__: each
    for each in (
        database,
        durability,
        letters,
        connections,
        migrations,
        epoch,
        clock,
        redis,
        redis_memory,
        public_url,
        page,
        files,
        disk,
        scanner,
        push_key,
        relay,
        relay_encryption,
        tried,
        dns,
        mx,
        spf,
        dmarc,
        dkim,
        waiting,
    )
}
"""Checks in the order of their report. They return None if there is nothing to check, or an earlier one says why."""


def examine(facts: Facts) -> dict[str, Finding]:
    return {name: finding for name, check in CHECKS.items() if (finding := check(facts)) is not None}
