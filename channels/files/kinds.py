"""Kinds of files that may be sent: by extension, by what the sender's device calls them, by their content."""

from dataclasses import dataclass
from enum import Enum

from channels.files.names import extension_of


class Family(Enum):
    """Family of kinds whose content is inspected in the same way."""

    IMAGE = "image"
    PDF = "pdf"
    DOCUMENT = "document"  # office document, which is a zip inside
    TEXT = "text"
    MEDIA = "media"
    ARCHIVE = "archive"


@dataclass(frozen=True)
class Kind:
    """A kind of file. `type` is what it is served as; `also`: other types that devices call it."""

    type: str
    extensions: frozenset[str]
    family: Family
    also: frozenset[str] = frozenset()


def _kind(type_: str, extensions: str, family: Family, *also: str) -> Kind:
    return Kind(type_, frozenset(extensions.split()), family, frozenset(also))


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."

ZIP = _kind("application/zip", "zip", Family.ARCHIVE, "application/x-zip-compressed", "application/x-zip")

KINDS = (
    _kind("image/jpeg", "jpg jpeg", Family.IMAGE, "image/jpg", "image/pjpeg"),
    _kind("image/png", "png", Family.IMAGE),
    _kind("image/gif", "gif", Family.IMAGE),
    _kind("image/webp", "webp", Family.IMAGE),
    _kind("application/pdf", "pdf", Family.PDF, "application/x-pdf"),
    _kind(f"{_OOXML}wordprocessingml.document", "docx", Family.DOCUMENT),
    _kind(f"{_OOXML}spreadsheetml.sheet", "xlsx", Family.DOCUMENT),
    _kind(f"{_OOXML}presentationml.presentation", "pptx", Family.DOCUMENT),
    _kind(f"{_ODF}text", "odt", Family.DOCUMENT),
    _kind(f"{_ODF}spreadsheet", "ods", Family.DOCUMENT),
    _kind(f"{_ODF}presentation", "odp", Family.DOCUMENT),
    _kind("text/plain", "txt", Family.TEXT),
    _kind("audio/mpeg", "mp3", Family.MEDIA, "audio/mp3", "audio/x-mp3"),
    _kind("audio/mp4", "m4a", Family.MEDIA, "audio/m4a", "audio/x-m4a", "video/mp4"),
    _kind("audio/ogg", "ogg", Family.MEDIA, "application/ogg", "video/ogg"),
    _kind("video/mp4", "mp4", Family.MEDIA, "audio/mp4"),
    _kind("video/webm", "webm", Family.MEDIA, "audio/webm"),
    ZIP,
)
_BY_EXTENSION = {extension: kind for kind in KINDS for extension in kind.extensions}

UNSAID = frozenset({"", "application/octet-stream"})
"""Types that a device says if it does not know the type."""


def kind_of(name: str, *, archives: bool) -> Kind | None:
    """Returns the kind that a file of this name must have; None if it may not be sent at all."""
    kind = _BY_EXTENSION.get(extension_of(name))
    return None if kind is ZIP and not archives else kind


def is_called(kind: Kind, announced: str) -> bool:
    """True if the announced type is one of this kind, or unknown. Parameters (`; charset=…`) are ignored."""
    bare = announced.partition(";")[0].strip().lower()
    return bare in UNSAID or bare == kind.type or bare in kind.also


def is_inline(type_: str) -> bool:
    """True if it is shown in the page: only what cannot run. Everything else is saved."""
    return type_.startswith("image/")
