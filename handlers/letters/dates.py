"""Days as letters write them."""

from datetime import date

_MONTHS_RU = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day(moment: date, language: str) -> str:
    month = (_MONTHS_RU if language == "ru" else _MONTHS_EN)[moment.month - 1]
    return f"{moment.day} {month}"
