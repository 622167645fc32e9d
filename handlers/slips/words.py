"""Words of the slips and of the key pages, in Russian and English. `{0}` is a value."""

from handlers.slips.slip import SlipFor
from handlers.wording import Language

FOR: dict[SlipFor, tuple[str, str]] = {
    SlipFor.STUDENT: ("для ученика", "for the student"),
    SlipFor.ADULT: ("для взрослого", "for an adult"),
    SlipFor.STAFF: ("для сотрудника", "for staff"),
}
WHOSE: dict[SlipFor, tuple[str, str]] = {
    SlipFor.STUDENT: (
        "Это вход ученика. У взрослых свои листки.",
        "This is the student’s way in. Adults have slips of their own.",
    ),
    SlipFor.ADULT: (
        "Только для вас. У ребёнка свой листок. Бесплатно.",
        "Only for you. The child has its own slip. Free of charge.",
    ),
    SlipFor.STAFF: ("Только для вас, никому не передавайте.", "Only for you, give it to nobody."),
}
HELP: dict[SlipFor, tuple[str, str]] = {
    SlipFor.STUDENT: ("Не получается? Спросите классного руководителя.", "It does not work? Ask the class teacher."),
    SlipFor.ADULT: ("Не получается? Спросите классного руководителя.", "It does not work? Ask the class teacher."),
    SlipFor.STAFF: ("Не получается? Спросите в канцелярии школы.", "It does not work? Ask the school’s office."),
}
WHO: dict[SlipFor, tuple[str, str]] = {
    SlipFor.STUDENT: ("ученик", "student"),
    SlipFor.ADULT: ("взрослый", "adult"),
    SlipFor.STAFF: ("сотрудник", "staff"),
}
WORDS: dict[str, tuple[str, str]] = {
    "title": ("Приглашения", "Invitations"),
    "of_student": ("ученик: {0}", "student: {0}"),
    "of_students": ("ученики: {0}", "students: {0}"),
    "until": ("до {0} включительно, один раз", "until {0} inclusive, works once"),
    "fold": ("загнуть вверх ↑", "fold up ↑"),
    "open": (
        "Наведите камеру телефона на квадрат или откройте {0} и введите код",
        "Point the camera of a phone at the square, or open {0} and type the code",
    ),
    "family_name": ("Введите свою фамилию", "Type your family name"),
    "choose": ("Придумайте, как будете входить", "Choose how you will sign in"),
    "key": ("Кому какой листок", "Whose slip is which"),
    "key_of_class": ("{0}: кому какой листок", "{0}: whose slip is which"),
    "no_codes": (
        "Для того, кто раздаёт листки. Кодов здесь нет.",
        "For whoever hands the slips out. There are no codes here.",
    ),
    "number": ("№", "No."),
    "for": ("Кому", "For"),
    "who": ("Кто это", "Who"),
    "given": ("Отдано", "Given"),
    "page": ("Страница {0} из {1}", "Page {0} of {1}"),
}


def pick(words: tuple[str, str], language: Language) -> str:
    """Returns the words of this language."""
    return words[language != "ru"]


def say(key: str, language: Language, *data: object) -> str:
    """Returns words with their values."""
    return pick(WORDS[key], language).format(*data)
