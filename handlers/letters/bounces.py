"""Mails that come back: their addresses, and what they say.

Anybody may send such a mail, so it is parsed flat: `email` itself recurses into nested parts and raises for mangled
parameters. A mail has an effect only through an address that was signed here.
"""

import hmac
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from enum import StrEnum

from handlers.letters.addresses import LetterAddresses
from realtime.carriers.smtp import NO_SUCH_ADDRESS

LIMIT = 2**20  # bytes of one mail
_PARTS, _BLOCKS = 20, 100  # of a report that are read
_RECIPIENTS = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
_SIGNED = re.compile(r"\+([0-9]{1,18})-([0-9a-f]{16})@", re.ASCII | re.IGNORECASE)
_STATUS = re.compile(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}")
_ANSWERED = re.compile(r"smtp;\s*5[0-9]{2}[ -](5\.[0-9]{1,3}\.[0-9]{1,3})", re.IGNORECASE)
_REPORTS = {
    "delivery-status": ("message/delivery-status", "message/global-delivery-status"),  # RFC 3464, RFC 6533
    "feedback-report": ("message/feedback-report",),  # RFC 5965
}
_COMPLAINTS = ("abuse", "fraud")


class Meaning(StrEnum):
    GONE = "there is no such address"
    COMPLAINT = "a complaint"
    UNDELIVERED = "not delivered, but the address may be good"
    ANSWER = "an automatic answer"
    OTHER = "nothing that is known here"
    TOO_LARGE = "too large"
    NO_MESSAGE = "no message"
    UNSIGNED = "not signed here"


@dataclass(frozen=True, slots=True)
class Bounce:
    """Meaning of a mail that came back. `dispatch`: the mail that it is about; None if unknown. `problem`: why its
    reader gets no more mails, naming nobody; empty if nothing follows.
    """

    meaning: Meaning
    dispatch: int | None = None
    problem: str = ""


def return_path(bounces: str, dispatch: int, addresses: LetterAddresses) -> str:
    """Returns the address that one mail comes back to: `local+DISPATCH-SIGNATURE@domain`."""
    local, _, domain = bounces.rpartition("@")
    return f"{local}+{dispatch}-{_signature(dispatch, addresses)}@{domain}"


def read(raw: bytes, addresses: LetterAddresses, to: str = "") -> Bounce:
    """Reads a mail that came to `to`; without it the headers tell where to. Never raises."""
    if len(raw) > LIMIT:
        return Bounce(Meaning.TOO_LARGE)
    fields, body = _split(raw.decode("utf-8", "replace").replace("\r\n", "\n"))
    if not fields:
        return Bounce(Meaning.NO_MESSAGE)
    kind, report = _report(fields, body)
    places = [to, *(value for name in _RECIPIENTS for value in fields.get_all(name, []))]
    if kind == "feedback-report":  # these come to the address registered with the mail host
        places += [_value(block, "Original-Mail-From") for block in report]
    dispatch = _signed(places, addresses)
    if dispatch is None:
        return Bounce(Meaning.UNSIGNED)
    match kind:
        case "delivery-status":
            return _delivery(dispatch, report)
        case "feedback-report" if any(_word(block, "Feedback-Type") in _COMPLAINTS for block in report):
            return Bounce(Meaning.COMPLAINT, dispatch, "complaint")
    return Bounce(Meaning.ANSWER if _is_automatic(fields) else Meaning.OTHER, dispatch)


def _signature(dispatch: int, addresses: LetterAddresses) -> str:
    return addresses.opaque("bounce", dispatch)[:16]


def _signed(places: Iterable[str], addresses: LetterAddresses) -> int | None:
    for place in places:
        for number, signature in _SIGNED.findall(place):
            if hmac.compare_digest(signature.lower(), _signature(int(number), addresses)):
                return int(number)
    return None


def _report(fields: Message, body: str) -> tuple[str, Sequence[Message]]:
    """Returns the report's type and the blocks of fields of its machine-readable part; empty if it is no report."""
    content_type = _value(fields, "Content-Type")
    kind, boundary = _parameter(content_type, "report-type").lower(), _parameter(content_type, "boundary")
    if not content_type.lower().startswith("multipart/report") or kind not in _REPORTS or not boundary:
        return "", []
    line = re.compile(rf"^--{re.escape(boundary)}(?:--)?[ \t]*(?:\n|\Z)", re.MULTILINE)
    for part in line.split(body, maxsplit=_PARTS)[1:]:
        described, content = _split(part)
        if _value(described, "Content-Type").partition(";")[0].strip().lower() in _REPORTS[kind]:
            blocks = re.split(r"\n[ \t]*\n", content.strip(), maxsplit=_BLOCKS)[:_BLOCKS]
            return kind, [_split(block)[0] for block in blocks]
    return "", []


def _delivery(dispatch: int, report: Sequence[Message]) -> Bounce:
    """Returns GONE, which gives up the address, if the mail failed for good for everybody it went on to."""
    ends = [(_word(block, "Action"), _status(block)) for block in report if "Action" in block]
    if ends and all(action == "failed" and status in NO_SUCH_ADDRESS for action, status in ends):
        return Bounce(Meaning.GONE, dispatch, ends[0][1])
    return Bounce(Meaning.UNDELIVERED, dispatch)


def _status(block: Message) -> str:
    """Returns the status; for a mere "failed" (Exim) the one that the other side had answered."""
    found = _STATUS.match(_value(block, "Status"))
    status = found[0] if found else ""
    answered = _ANSWERED.match(_value(block, "Diagnostic-Code"))
    return answered[1] if status == "5.0.0" and answered else status


def _is_automatic(fields: Message) -> bool:
    return (
        _word(fields, "Auto-Submitted") not in ("", "no")
        or _word(fields, "Precedence") == "auto_reply"
        or any(name in fields for name in ("X-Autoreply", "X-Autorespond"))
    )


def _split(text: str) -> tuple[Message, str]:
    """Returns the fields at the top, and the text after an empty line."""
    head, _, body = text.partition("\n\n")
    return HeaderParser().parsestr(head), body


def _value(fields: Message, name: str) -> str:
    """Returns a field on one line; empty if there is none."""
    return " ".join(str(fields.get(name, "")).split())


def _word(fields: Message, name: str) -> str:
    found = re.match(r"[A-Za-z_-]+", _value(fields, name))
    return found[0].lower() if found else ""


def _parameter(content_type: str, name: str) -> str:
    found = re.search(rf'[;\s]{name}\s*=\s*"?([^";]{{1,200}})', content_type, re.IGNORECASE)
    return found[1].strip() if found else ""
