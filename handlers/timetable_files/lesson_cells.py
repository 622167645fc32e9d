"""Reads a cell of a grid: subject, teacher and room, on lines or with slashes between, and groups at one time."""

import re
from typing import NamedTuple

from channels.timetable_files.imported import EVERY, CycleWeeks
from handlers.timetable_files.values import folded, read_weeks

MOST_LINES = 12
NOTHING = {"-", "–", "—", "нет", "окно", "x", "х", ".", "0"}
TEACHER = re.compile(
    r"[А-ЯЁA-Z][\w'’]*[а-яёa-z][\w'’]*(?:-[А-ЯЁA-Z][\w'’]+)?\s+[А-ЯЁA-Z]\s*\.\s*(?:[А-ЯЁA-Z]\s*\.?)?"  # Ким Л. А.
    r"|[А-ЯЁA-Z]\s*\.\s*[А-ЯЁA-Z]\s*\.\s*[А-ЯЁA-Z][\w'’-]+"  # Л. А. Ким
)
ROOM_WORD = r"(?:каб(?:инет|\.)?|ауд(?:итория|\.)?|room|№)\s*№?\s*"
ROOM = re.compile(
    rf"{ROOM_WORD}[\w/.-]+|\d{{1,4}}\s?[а-яa-z]?|(?:\w+\s)?(?:спорт|акт)\w*\.?\s?зал\w*|спортзал\w*|(?:\w+\s)?зал|с/з|а/з"
    r"|мастерская|бассейн|библиотека|стадион|gym",
    re.IGNORECASE,
)
ROOM_AT_END = re.compile(rf"[\s,(]+({ROOM_WORD}[\w/.-]+|\d{{2,4}}[а-яa-z]?)\)?$", re.IGNORECASE)
SUBGROUP = re.compile(
    r"[\s,]*(?:\(\s*(?P<inside>\d|(?:дев|мал|юн|girl|boy)\w*\.?|\d\s*(?:-?я)?\s*(?:под)?гр\w*\.?)\s*\)"
    r"|,\s*(?P<after>\d)|\s(?P<named>\d\s*(?:-?я)?\s*(?:под)?гр\w*\.?))$",
    re.IGNORECASE,
)
WEEKS = re.compile(
    r"[\s,]*(?:\(\s*(?P<inside>(?:не)?ч[её]т\w*\.?(?:\s*нед\w*\.?)?|(?:\d|i|ii)\s*(?:-?я)?\s*нед\w*\.?|odd|even)\s*\)"
    r"|\s(?P<after>(?:не)?ч[её]тн?\w*\.?(?:\s*нед\w*\.?)?|(?:\d|i|ii)\s*(?:-?я)?\s*нед\w*\.?))$",
    re.IGNORECASE,
)


class CellLesson(NamedTuple):
    """A lesson that a cell names."""

    subject: str
    teachers: tuple[str, ...] = ()
    room: str = ""
    subgroup: str = ""
    weeks: CycleWeeks = EVERY


def lessons_in(text: str) -> list[CellLesson] | None:
    """Returns the lessons of a cell: none, one, or several at one time; None if it cannot be understood.

    A lesson is `Математика / Рябова М. И. / 305` on one line, or three lines of a cell; what stands second and third is
    told apart by its form where it has one. Several lines with slashes are several groups, and so are slashes on the
    lines below a subject that has none.
    """
    lines = list(dict.fromkeys(" ".join(line.split()) for line in text.splitlines()))
    lines = [line for line in lines if line and folded(line) not in NOTHING]
    if len(lines) > MOST_LINES:
        return None
    if not lines:
        return []
    if (groups := _groups(lines)) is not None:
        return _all(groups)
    if len(lines) > 1 and all(_pieces(line)[1:] or WEEKS.search(line) for line in lines):
        return _all([_pieces(line) for line in lines])
    if len(lines) == 1:
        return _all([_pieces(lines[0])])
    return _all([lines])


def _all(several: list[list[str]]) -> list[CellLesson] | None:
    found = [_lesson(pieces) for pieces in several]
    return None if None in found else [one for one in found if one is not None]


def _groups(lines: list[str]) -> list[list[str]] | None:
    """Returns subject, teacher and room of each group where a subject stands once and the others have slashes."""
    if len(lines) not in (2, 3) or "/" in lines[0]:
        return None
    columns = [[part.strip() for part in line.split("/")] for line in lines[1:]]
    if len(columns[0]) < 2 or len({len(parts) for parts in columns}) != 1:
        return None
    if not all(_is_teacher(part) for part in columns[0]) and not all(ROOM.fullmatch(part) for part in columns[0]):
        return None
    return [[lines[0], *parts] for parts in zip(*columns, strict=True)]


def _pieces(line: str) -> list[str]:
    """Splits a line at slashes that stand between blanks, else at slashes or commas beside a teacher or a room."""
    if re.search(r"\s[/|]\s", line):
        return [piece.strip() for piece in re.split(r"\s[/|]\s", line)]
    for sign in ("/", "|", ";", ","):
        pieces = [piece.strip() for piece in line.split(sign)]
        if len(pieces) > 1 and all(pieces) and _tells(pieces[1:], certain=sign == ","):
            return pieces
    return [line]


def _tells(pieces: list[str], *, certain: bool) -> bool:
    """True if a piece is a teacher or a room by its form. `certain`: only a teacher is enough."""
    return any(_is_teacher(piece) or (not certain and ROOM.fullmatch(piece)) for piece in pieces)


def _is_teacher(piece: str) -> bool:
    return TEACHER.match(piece) is not None


def _lesson(pieces: list[str]) -> CellLesson | None:
    if len(pieces) > 5:
        return None
    subject, rooms, teachers = pieces[0], list[str](), list[str]()
    if found := ROOM_AT_END.search(subject):
        rooms.append(found[1])
        subject = subject[: found.start()]
    if (found := TEACHER.search(subject)) and found.start():
        teachers.append(found[0])
        subject = subject[: found.start()] + subject[found.end() :]
    for piece in filter(None, pieces[1:]):
        if ROOM.fullmatch(piece):
            rooms.append(piece)
        elif _is_teacher(piece) and (found := ROOM_AT_END.search(piece)):
            rooms.append(found[1])
            teachers.append(piece[: found.start()])
        elif len(pieces) == 3 and piece is pieces[2] and not rooms and not _is_teacher(piece):
            rooms.append(piece)
        else:
            teachers.append(piece)
    subject = " ".join(re.sub(r"\(\s*\)", " ", subject).split()).rstrip(" ,;–—-")
    subject, weeks_text = _cut(subject, WEEKS)
    subject, subgroup = _cut(subject, SUBGROUP)
    if not weeks_text:
        subject, weeks_text = _cut(subject, WEEKS)
    weeks = read_weeks(weeks_text)
    if len(rooms) > 1 or weeks is None or not subject:
        return None
    names = tuple(dict.fromkeys(name for each in teachers for name in _people(each)))
    return CellLesson(subject, names, rooms[0] if rooms else "", subgroup, weeks)


def _people(text: str) -> list[str]:
    return [name for piece in re.split(r"[,;+]", text) if (name := piece.strip(" ()"))]


def _cut(text: str, end: re.Pattern[str]) -> tuple[str, str]:
    found = end.search(text)
    if found is None or not found.start():
        return text, ""
    return text[: found.start()].strip(), next(part for part in found.groups() if part is not None)
