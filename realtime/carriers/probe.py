"""Tries a mail relay step by step, for people who set one up."""

import re
import ssl
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum

import aiosmtplib

from realtime.carriers.smtp import Mail, Relay

SECONDS = 10.0  # for each step
# Some servers tell the time in their greeting, in the format of RFC 5322.
_DATE = re.compile(r"\b(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}")


class Step(StrEnum):
    CONNECT = "connect"
    HELLO = "hello"  # EHLO
    ENCRYPT = "encrypt"  # from the first byte or by STARTTLS; the certificate must be trusted
    SIGN_IN = "sign_in"
    SEND = "send"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class RelaySeen:
    """Result of a try: `step` is the one that failed, `problem` the server's or the system's words for it."""

    step: Step
    problem: str = ""
    certificate_ends: datetime | None = None
    date: datetime | None = None  # from the server's greeting, if it tells one
    heard_at: datetime | None = None  # by our clock
    size: int | None = None  # largest mail in bytes that it takes, if it says so


async def try_relay(relay: Relay, mail: Mail | None = None, tls: ssl.SSLContext | None = None) -> RelaySeen:
    """Connects, says EHLO, encrypts and signs in like the carrier; sends `mail`, if there is one."""
    client = aiosmtplib.SMTP(
        hostname=relay.host, port=relay.port, use_tls=relay.tls, start_tls=False, tls_context=tls, timeout=SECONDS
    )
    seen = RelaySeen(Step.CONNECT)
    try:
        greeting = await client.connect()
        seen = replace(seen, step=Step.HELLO, date=_date(greeting.message), heard_at=datetime.now(UTC))
        await client.ehlo()
        seen = replace(seen, step=Step.ENCRYPT)
        if relay.start_tls:
            await client.starttls()
            await client.ehlo()
        seen = replace(
            seen, step=Step.SIGN_IN, certificate_ends=_ends(client), size=_number(client.esmtp_extensions.get("size"))
        )
        if relay.user is not None:
            await client.login(relay.user, relay.password or "")
        seen = replace(seen, step=Step.SEND)
        if mail is not None:
            await client.sendmail(mail.sender, [mail.recipient], mail.message)
        with suppress(aiosmtplib.SMTPException, OSError):
            await client.quit()
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        step = Step.ENCRYPT if _is_of_certificate(error) else seen.step
        return replace(seen, step=step, problem=str(error))
    finally:
        client.close()
    return replace(seen, step=Step.DONE)


def _is_of_certificate(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__
    return False


def _date(greeting: str) -> datetime | None:
    found = _DATE.search(greeting)
    if found is None:
        return None
    try:
        return parsedate_to_datetime(found[0])
    except ValueError:
        return None


def _ends(client: aiosmtplib.SMTP) -> datetime | None:
    certificate = client.get_transport_info("peercert")
    if not certificate:
        return None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(certificate["notAfter"]), UTC)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() else None
