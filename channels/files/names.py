"""What a file is called: the name somebody's device gave it, made harmless."""

import re
import unicodedata

LONGEST = 150
_RESERVED = re.compile(r'[<>:"|?*]')  # where a name is saved, these may not stand or mean something
_SEPARATORS = re.compile(r"[/\\]")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Controls, what turns the direction of writing or cannot be seen, what has no meaning."""


def cleaned_name(given: str) -> str:
    """The last part of a path, without what hides what it is; of a long one the end with the extension stays.

    Cleaning twice is cleaning once.
    """
    name = _SEPARATORS.split(given)[-1]
    name = "".join(one for one in name if unicodedata.category(one) not in _HIDDEN)
    name = unicodedata.normalize("NFC", _RESERVED.sub("_", name))
    name = " ".join(name.split()).rstrip(" .")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        return name[:LONGEST].rstrip(" .") or "file"
    extension = extension.strip()[:20]
    stem = stem.strip(" .")[: LONGEST - len(extension) - 1].rstrip(" .")
    return f"{stem or 'file'}.{extension}"


def extension_of(name: str) -> str:
    """In small letters, without the dot; empty when there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""
