"""Names of files: the name that somebody's device gave, made harmless."""

import re
import unicodedata

LONGEST = 150
_RESERVED = re.compile(r'[<>:"|?*]')  # forbidden or special in names where a file is saved
_SEPARATORS = re.compile(r"[/\\]")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Categories of characters that control, turn the direction of writing, cannot be seen or have no meaning."""


def cleaned_name(given: str) -> str:
    """Returns the last part of a path, without what hides what it is. A long one is cut before its extension.

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
    """Returns the extension in lower case, without the dot; empty if there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""
