"""Names of people, compared however they are written, and in Latin letters."""

import unicodedata

LOOKS_ALIKE = str.maketrans("ABCEHKMOPTXYaceopxy", "АВСЕНКМОРТХУасеорху")
"""Latin letters -> the Cyrillic ones that look like them."""

# As in passports: ICAO Doc 9303.
_LATIN = {
    **dict(zip("абвгдеёзийклмнопрстуфыэ", "abvgdeeziiklmnoprstufye", strict=True)),
    **{"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "ie", "ь": "", "ю": "iu", "я": "ia"},
    **{"і": "i", "ї": "i", "є": "ie", "ґ": "g", "ў": "u", "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ү": "u"},
    **{"ұ": "u", "һ": "h", "җ": "zh", "ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae"},
}


def name_key(text: str) -> str:
    """Returns what all spellings of a name have in common; "" if nothing of it is a letter or a digit.

    Case, Ё and Е, blanks, hyphens, accents and Latin letters that look like Cyrillic ones make no difference.
    """
    written = unicodedata.normalize("NFKC", text).upper().replace("Ё", "Е").translate(LOOKS_ALIKE)
    return "".join(sign for sign in written if sign.isalnum())


def in_latin(text: str) -> str:
    """Returns a name in the Latin letters a to z and digits, as a passport has it: `Щедрина` is `shchedrina`."""
    written = "".join(_LATIN.get(sign, sign) for sign in unicodedata.normalize("NFKC", text).lower())
    plain = unicodedata.normalize("NFKD", written).lower()
    return "".join(sign for sign in plain if sign.isascii() and sign.isalnum())
