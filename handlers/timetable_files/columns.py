"""Columns of a list of lessons: what a heading means, and which column somebody has chosen for what."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from channels.roster.model import Problems
from handlers.timetable_files.values import folded


class Field(StrEnum):
    CLASSES = "classes"
    SUBGROUP = "subgroup"
    SUBJECT = "subject"
    TEACHERS = "teachers"
    ROOM = "room"
    WEEKDAY = "weekday"
    NUMBER = "number"
    WEEKS = "weeks"
    FROM = "from"
    UNTIL = "until"


NEEDED = (Field.CLASSES, Field.SUBJECT, Field.WEEKDAY, Field.NUMBER)

NAMES: Mapping[Field, tuple[str, str]] = {
    Field.CLASSES: ("Класс", "Class"),
    Field.SUBGROUP: ("Подгруппа", "Subgroup"),
    Field.SUBJECT: ("Предмет", "Subject"),
    Field.TEACHERS: ("Учитель", "Teacher"),
    Field.ROOM: ("Кабинет", "Room"),
    Field.WEEKDAY: ("День", "Day"),
    Field.NUMBER: ("Урок", "Lesson"),
    Field.WEEKS: ("Недели", "Weeks"),
    Field.FROM: ("С", "From"),
    Field.UNTIL: ("По", "Until"),
}
"""Headings as they are written, in Russian and in English."""

OTHER_HEADINGS: Mapping[Field, str] = {
    Field.CLASSES: "классы, classes",
    Field.SUBGROUP: "группа, group",
    Field.SUBJECT: "дисциплина, название предмета, наименование предмета, course",
    Field.TEACHERS: "учителя, преподаватель, педагог, фио учителя, фио преподавателя, teachers",
    Field.ROOM: "каб, № кабинета, номер кабинета, аудитория, помещение, classroom",
    Field.WEEKDAY: "день недели, дн, weekday, day of week",
    Field.NUMBER: "№ урока, номер урока, номер, №, lesson number, lesson no, period, number, bell",
    Field.WEEKS: "неделя, четность, четность недели, week",
    Field.FROM: "начало, дата начала, действует с, from day, start, start date",
    Field.UNTIL: "до, конец, дата окончания, действует по, to, end, end date",
}

MEANINGS = {
    heading: field for field in Field for heading in (*map(folded, NAMES[field]), *OTHER_HEADINGS[field].split(", "))
}


def guess_columns(header: Sequence[str]) -> dict[Field, str]:
    """Returns what each heading that is understood is for; the first of two with the same meaning counts."""
    guessed: dict[Field, str] = {}
    for heading in header:
        field = MEANINGS.get(folded(heading).replace(".", "").strip(" :"))
        if field is not None:
            guessed.setdefault(field, heading)
    return guessed


def has_needed(header: Sequence[str], columns: Mapping[Field, str]) -> bool:
    """True if a line has the headings of all columns that a list of lessons needs."""
    return all(field in columns and columns[field] in header for field in NEEDED)


def find_columns(
    header: Sequence[str], chosen: Mapping[Field, str], file: str, line: int, problems: Problems
) -> dict[Field, int] | None:
    """Returns the place of each column; None, with the reason in the problems, if one that is needed is missing.

    `chosen` says by which heading a column is found; one without it is guessed.
    """
    columns = {**guess_columns(header), **chosen}
    places: dict[Field, int] = {}
    for field, heading in columns.items():
        if heading in header:
            places[field] = header.index(heading)
        else:
            problems.refuse("column_missing", file, line, "", heading)
    for field in NEEDED:
        if field not in columns:
            problems.refuse("column_missing", file, line, "", NAMES[field][0])
    if set(NEEDED) - places.keys():
        return None
    taken = [header[place] for place in places.values()]
    for heading in dict.fromkeys(heading for heading in header if heading):
        if taken.count(heading) > 1:
            problems.refuse("column_taken_twice", file, line, heading, heading)
            return None
        if heading not in taken:
            problems.warn("column_unknown", file, line, heading, heading)
        elif header.count(heading) > 1:
            problems.warn("column_repeated", file, line, heading, heading)
    return places
