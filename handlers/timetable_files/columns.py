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


Chosen = Mapping[str, Field | None]
"""Heading -> what somebody has said that its column is for; None: it is not read."""


def columns_of(header: Sequence[str], chosen: Chosen) -> dict[Field, str]:
    """Returns by which heading each column is found: as it was chosen, else the first one that is understood."""
    columns = {field: heading for heading, field in chosen.items() if field is not None}
    for heading in header:
        field = MEANINGS.get(folded(heading).replace(".", "").strip(" :"))
        if field is not None and heading not in chosen:
            columns.setdefault(field, heading)
    return columns


def has_needed(header: Sequence[str], chosen: Chosen) -> bool:
    """True if a line has the headings of all columns that a list of lessons needs."""
    columns = columns_of(header, chosen)
    return all(field in columns and columns[field] in header for field in NEEDED)


def find_columns(
    header: Sequence[str], chosen: Chosen, file: str, line: int, problems: Problems
) -> dict[Field, int] | None:
    """Returns the place of each column; None, with the reason in the problems, if they are not all to be found."""
    columns = columns_of(header, chosen)
    for heading, field in chosen.items():
        if field is not None and columns[field] != heading:
            problems.refuse("column_taken_twice", file, line, heading, heading, columns[field])
    for field in Field:
        if field in columns and columns[field] not in header:
            problems.refuse("column_missing", file, line, "", columns[field])
        elif field in NEEDED and field not in columns:
            problems.refuse("column_missing", file, line, "", NAMES[field][0])
    for heading in dict.fromkeys(heading for heading in header if heading):
        if heading not in columns.values() and heading not in chosen:
            problems.warn("column_unknown", file, line, heading, heading)
        elif heading in columns.values() and header.count(heading) > 1:
            problems.warn("column_repeated", file, line, heading, heading)
    places = {field: header.index(heading) for field, heading in columns.items() if heading in header}
    return places if set(NEEDED) <= places.keys() else None
