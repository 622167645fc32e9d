"""A school with a timetable of 30 lessons a week for each class, as each program would write it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from xml.sax.saxutils import quoteattr

from openpyxl import Workbook

from channels.timetable_files.imported import EVERY, CycleWeeks, ImportedRow
from channels.timetable_files.school_names import Named, NamedCourse, NamedTeacher, SchoolNames
from handlers.timetable_files.write import write_list

LETTERS = "АБВГДЕЖЗИКЛМНОПРСТУФХ"
WHOLE = ["Русский язык", "Литература", "Математика", "История", "Биология", "Физика"]
HALVED, STREAMED, ODD, EVEN = "Английский язык", "Физкультура", "Черчение", "Труд"
SUBJECTS = [*WHOLE, HALVED, STREAMED, ODD, EVEN]
FIRST, SECOND = CycleWeeks(2, frozenset({1})), CycleWeeks(2, frozenset({2}))
DAYS, BELLS = 5, 6
DAY = timedelta(days=1)
OF_SECOND = {0: 5, 5: 0, 2: 6, 6: 2}  # hours of the second class of a pair that are those of the first at others
TEACHERS = 11  # of each pair of classes: one of a subject, two of English


def class_names(number: int, per_grade: int = 4) -> list[str]:
    return [f"{5 + n // per_grade}{LETTERS[n % per_grade]}" for n in range(number)]


def teacher(pair: int, n: int) -> NamedTeacher:
    family = "".join("абвгдеиклмнопрст"[(pair * TEACHERS + n) // 16**k % 16] for k in (3, 2, 1, 0))
    return NamedTeacher(10_000 + pair * TEACHERS + n, f"Х{family}ов", "Пётр", "Алексеевич")


def initials(one: NamedTeacher) -> str:
    return f"{one.family} {one.given[0]}.{one.middle[0]}."


def timetable(classes: list[str]) -> list[ImportedRow]:
    """Returns 30 hours a week of each class: halves in English, a stream in PE, drawing every other week.

    Nobody is in two lessons at one time: the second class of a pair has English and drawing when the first has not.
    """
    rows = []
    for n, name in enumerate(classes):
        pair, room = n // 2, str(100 + n)
        for hour in range(DAYS * BELLS):
            row = ImportedRow("", 0, hour // BELLS + 1, hour % BELLS + 1, (name,), room=room)
            match hour % 10 if n % 2 == 0 else OF_SECOND.get(hour % 10, hour % 10):
                case 0:
                    halves = [(1, "1 группа", room), (2, "2 группа", f"{room}а")]
                    rows += [
                        replace(row, subject=HALVED, teachers=(initials(teacher(pair, k)),), subgroup=half, room=where)
                        for k, half, where in halves
                    ]
                case 1:
                    both = tuple(classes[2 * pair : 2 * pair + 2])
                    if n % 2 == 0:
                        teachers = (initials(teacher(pair, 3)),)
                        rows.append(replace(row, subject=STREAMED, classes=both, teachers=teachers, room=f"зал {pair}"))
                case 2:
                    for subject, weeks in ((ODD, FIRST), (EVEN, SECOND)):
                        rows.append(replace(row, subject=subject, teachers=(initials(teacher(pair, 4)),), weeks=weeks))
                case _:
                    k = (hour + n) % len(WHOLE)
                    rows.append(replace(row, subject=WHOLE[k], teachers=(initials(teacher(pair, 5 + k)),)))
    return rows


def dated(rows: Iterable[ImportedRow], monday: date, weeks: int) -> list[ImportedRow]:
    """Returns the lessons of so many weeks from `monday` on, each a row of its own that holds on one day."""
    return [
        replace(row, weeks=EVERY, from_day=day, until_day=day + DAY)
        for row in rows
        for n in range(weeks)
        if n % row.weeks.of + 1 in row.weeks.which
        for day in [monday + timedelta(weeks=n, days=row.weekday - 1)]
    ]


def school(classes: list[str]) -> SchoolNames:
    """Returns the names of a school in which all of that has its course."""
    subjects = {name: n for n, name in enumerate(SUBJECTS, 1)}
    ids = {name: n for n, name in enumerate(classes, 100)}
    courses: dict[tuple[str, tuple[str, ...], str], NamedCourse] = {}
    pairs = range((len(classes) + 1) // 2)
    people = {initials(one): one for pair in pairs for one in (teacher(pair, k) for k in range(TEACHERS))}
    for row in timetable(classes):
        key = (row.subject, row.classes, row.subgroup)
        known = courses.get(key)
        taught = frozenset(people[name].id for name in row.teachers) | (known.teachers if known else frozenset())
        numbers = frozenset(ids[name] for name in row.classes)
        courses[key] = NamedCourse(
            known.id if known else 100_000 + len(courses), subjects[row.subject], numbers, row.subgroup, taught
        )
    rooms = dict.fromkeys(row.room for row in timetable(classes))
    return SchoolNames(
        classes=[Named(id_, name) for name, id_ in ids.items()],
        subjects=[Named(id_, name) for name, id_ in subjects.items()],
        teachers=list(people.values()),
        rooms=[Named(n, name) for n, name in enumerate(rooms, 50_000)],
        courses=list(courses.values()),
    )


# The programs


def as_csv(rows: list[ImportedRow], folder: Path) -> Path:
    path = folder / "list.csv"
    path.write_bytes(write_list(rows, "ru"))
    return path


def as_workbook(rows: list[ImportedRow], folder: Path) -> Path:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Уроки")
    for line in write_list(rows, "ru").decode("utf-8-sig").splitlines():
        sheet.append([cell.strip('"') for cell in line.split(";")])
    book.save(folder / "list.xlsx")
    return folder / "list.xlsx"


def as_grid(rows: list[ImportedRow], folder: Path) -> Path:
    """Writes 40 classes a sheet, with the subject, the teacher and the room between slashes."""
    cells: dict[tuple[str, int, int], list[str]] = defaultdict(list)
    for row in rows:
        week = {FIRST: " (нечёт)", SECOND: " (чёт)"}.get(row.weeks, "")
        half = f" ({row.subgroup})" if row.subgroup else ""
        for name in row.classes:
            line = f"{row.subject}{half}{week} / {', '.join(row.teachers)} / {row.room}"
            cells[name, row.weekday, row.number].append(line)
    classes = list(dict.fromkeys(name for row in rows for name in row.classes))
    book = Workbook(write_only=True)
    for first in range(0, len(classes), 40):
        these = classes[first : first + 40]
        sheet = book.create_sheet(f"{first}")
        sheet.append(["День", "Урок", *these])
        for day, name in enumerate(["Понедельник", "Вторник", "Среда", "Четверг", "Пятница"], 1):
            for number in range(1, BELLS + 1):
                texts = ["\n".join(cells[class_, day, number]) for class_ in these]
                sheet.append([name if number == 1 else "", number, *texts])
    book.save(folder / "grid.xlsx")
    return folder / "grid.xlsx"


def as_gpu001(rows: list[ImportedRow], folder: Path) -> Path:
    """Writes the short file of Untis, which knows no subgroups, in windows-1251."""
    lines = []
    week = {FIRST: "A", SECOND: "B"}
    for n, row in enumerate(rows, 1):
        for name in row.classes:
            names = f'"{name}","{row.teachers[0]}","{row.subject}","{row.room}"'
            lines.append(f"{n},{names},{row.weekday},{row.number},,{week.get(row.weeks, '')}\r\n")
    path = folder / "GPU001.TXT"
    path.write_text("".join(lines), encoding="cp1251", newline="")
    return path


def as_asc(rows: list[ImportedRow], folder: Path) -> Path:
    ids: dict[str, str] = {}

    def id_of(kind: str, name: str) -> str:
        return ids.setdefault(f"{kind}:{name}", f"{kind}{len(ids)}")

    def named(tag: str, kind: str, more: Callable[[str], str] = lambda name: "") -> str:
        known = [key.partition(":")[2] for key in ids if key.startswith(f"{kind}:")]
        return "".join(
            f"<{tag} id='{id_of(kind, each)}' {more(each)} name={quoteattr(shown(each))}/>\n" for each in known
        )

    def shown(name: str) -> str:
        return name.partition("|")[2] or name

    def each(kind: str, names: Iterable[str]) -> str:
        return ",".join(id_of(kind, name) for name in names)

    lessons, cards = [], []
    weeks = {FIRST: "10", SECOND: "01"}
    for n, row in enumerate(rows):
        groups = each("G", (f"{name}|{row.subgroup}" for name in row.classes if row.subgroup))
        classes, teachers = each("C", row.classes), each("T", row.teachers)
        lessons.append(
            f"<lesson id='L{n}' subjectid='{id_of('S', row.subject)}' classids='{classes}' groupids='{groups}'"
            f" teacherids='{teachers}' periodspercard='1'/>\n"
        )
        days = "0" * (row.weekday - 1) + "1" + "0" * (DAYS - row.weekday)
        cards.append(
            f"<card lessonid='L{n}' classroomids='{id_of('R', row.room)}' period='{row.number}' days='{days}'"
            f" weeks='{weeks.get(row.weeks, '11')}' terms='1'/>\n"
        )
    groups_of = named("group", "G", lambda name: f"classid='{id_of('C', name.partition('|')[0])}' entireclass='0'")
    lists = named("subject", "S") + named("teacher", "T") + named("classroom", "R") + named("class", "C") + groups_of
    text = f"<timetable options='idprefix:X'>\n{lists}{''.join(lessons)}{''.join(cards)}</timetable>\n"
    path = folder / "asctt.xml"
    path.write_text(text, encoding="utf-8")
    return path


PROGRAMS = {"csv": as_csv, "xlsx": as_workbook, "grid": as_grid, "gpu001": as_gpu001, "asc": as_asc}
