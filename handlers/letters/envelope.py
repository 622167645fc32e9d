"""Mail in its wire format: headers, a text, and an HTML page of the same.

Made with the library's older policy and base64: the newer policy's handling of headers and lines costs four times as
much, and a whole school may be waiting.
"""

import re
from email.charset import BASE64, Charset
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_UTF8 = Charset("utf-8")
_UTF8.body_encoding = BASE64
_WIRE = compat32.clone(linesep="\r\n", max_line_length=None)


class Envelope:
    """Mail being built. `boundary` depends on the mail only, so a repeat is identical. It never occurs in base64."""

    def __init__(self, boundary: str) -> None:
        self._message = MIMEMultipart("alternative", boundary)

    def add(self, name: str, value: str) -> None:
        """Adds a header. Raises ValueError for a value that would end or break it."""
        self._message[name] = header(value) if value.isascii() else Header(header(value), "utf-8").encode()

    def sealed(self, text: str, page: str) -> bytes:
        for subtype, content in (("plain", text), ("html", page)):
            self._message.attach(MIMEText(content, subtype, _UTF8))  # type: ignore[arg-type]  # a Charset is fine
        return self._message.as_bytes(policy=_WIRE)


def header(value: str) -> str:
    """Encodes a header value. Raises ValueError for control characters (Python's own check lets NUL pass)."""
    if _CONTROLS.search(value):
        raise ValueError("a control character in a header")
    return value
