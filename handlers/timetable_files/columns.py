"""Columns of a list of lessons: what a heading means, and which column somebody has chosen for what."""

from collections.abc import Mapping, Sequence

from channels.roster.model import Problems
from channels.timetable_files.columns import NEEDED, Chosen, Meaning
from handlers.timetable_files.values import folded

NAMES: Mapping[Meaning, tuple[str, str]] = {
    Meaning.CLASSES: ("Класс", "Class"),
    Meaning.SUBGROUP: ("Подгруппа", "Subgroup"),
    Meaning.SUBJECT: ("Предмет", "Subject"),
    Meaning.TEACHERS: ("Учитель", "Teacher"),
    Meaning.ROOM: ("Кабинет", "Room"),
    Meaning.WEEKDAY: ("День", "Day"),
    Meaning.NUMBER: ("Урок", "Lesson"),
    Meaning.WEEKS: ("Недели", "Weeks"),
    Meaning.FROM: ("С", "From"),
    Meaning.UNTIL: ("По", "Until"),
}
"""Headings as they are written, in Russian and in English."""

OTHER_HEADINGS: Mapping[Meaning, str] = {
    Meaning.CLASSES: "классы, classes",
    Meaning.SUBGROUP: "группа, group",
    Meaning.SUBJECT: "дисциплина, название предмета, наименование предмета, course",
    Meaning.TEACHERS: "учителя, преподаватель, педагог, фио учителя, фио преподавателя, teachers",
    Meaning.ROOM: "каб, № кабинета, номер кабинета, аудитория, помещение, classroom",
    Meaning.WEEKDAY: "день недели, дн, weekday, day of week",
    Meaning.NUMBER: "№ урока, номер урока, номер, №, lesson number, lesson no, period, number, bell",
    Meaning.WEEKS: "неделя, четность, четность недели, week",
    Meaning.FROM: "начало, дата начала, действует с, from day, start, start date",
    Meaning.UNTIL: "до, конец, дата окончания, действует по, to, end, end date",
}

MEANINGS = {
    heading: meaning
    for meaning in Meaning
    for heading in (*map(folded, NAMES[meaning]), *OTHER_HEADINGS[meaning].split(", "))
}


def columns_of(header: Sequence[str], chosen: Chosen) -> dict[Meaning, str]:
    """Returns by which heading each column is found: as it was chosen, else the first one that is understood."""
    columns = {meaning: heading for heading, meaning in chosen.items() if meaning is not None}
    for heading in header:
        meaning = MEANINGS.get(folded(heading).replace(".", "").strip(" :"))
        if meaning is not None and heading not in chosen:
            columns.setdefault(meaning, heading)
    return columns


def has_needed(header: Sequence[str], chosen: Chosen) -> bool:
    """True if a line has the headings of all columns that a list of lessons needs."""
    columns = columns_of(header, chosen)
    return all(meaning in columns and columns[meaning] in header for meaning in NEEDED)


def find_columns(
    header: Sequence[str], chosen: Chosen, file: str, line: int, problems: Problems
) -> dict[Meaning, int] | None:
    """Returns the place of each column; None, with the reason in the problems, if they are not all to be found."""
    columns = columns_of(header, chosen)
    for heading, meaning in chosen.items():
        if meaning is not None and columns[meaning] != heading:
            problems.refuse("column_taken_twice", file, line, heading, heading, columns[meaning])
    for meaning in Meaning:
        if meaning in columns and columns[meaning] not in header:
            problems.refuse("column_missing", file, line, "", columns[meaning])
        elif meaning in NEEDED and meaning not in columns:
            problems.refuse("column_missing", file, line, "", NAMES[meaning][0])
    for heading in dict.fromkeys(heading for heading in header if heading):
        if heading not in columns.values() and heading not in chosen:
            problems.warn("column_unknown", file, line, heading, heading)
        elif heading in columns.values() and header.count(heading) > 1:
            problems.warn("column_repeated", file, line, heading, heading)
    places = {meaning: header.index(heading) for meaning, heading in columns.items() if heading in header}
    return places if set(NEEDED) <= places.keys() else None
