"""Reads the XML of aSc Timetables, of 2012 (days, weeks and terms as bits) and of 2008 (a day as a number).

A lesson says what is taught; its cards say when and where. A file lists a double lesson as one card or as one for each
of its bells, depending on who wrote it: cards that already stand bell after bell are taken as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

from channels.roster.model import Problems
from channels.timetable_files.imported import CycleWeeks, ImportedRow, ImportedTimetable, RowGatherer
from handlers.timetable_files.values import read_bits, read_weekday

DEEPEST = 20
MOST_ELEMENTS = 2_000_000
MOST_ATTRIBUTES = 60
LONGEST_TEXT = 20_000  # characters of an attribute; a group may list its students
DAYS_OF_WEEK = 7
NAMED = ("subject", "teacher", "classroom", "class", "group", "lesson", "card", "day", "daysdef", "termsdef")


@dataclass(frozen=True, slots=True)
class _Element:
    """Element with its line; an attribute that it lacks is empty."""

    line: int
    values: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return " ".join(self.values.get(name, "").split())

    def ids(self, name: str) -> list[str]:
        return list(dict.fromkeys(filter(None, self[name].replace(" ", "").split(","))))


class _Place(NamedTuple):
    weekday: int
    number: int
    weeks: CycleWeeks


class _Refused(Exception):
    def __init__(self, code: str, *data: str) -> None:
        self.code, self.data = code, data


@dataclass(slots=True)
class _Document:
    options: str = ""
    elements: dict[str, list[_Element]] = field(default_factory=lambda: defaultdict(list))

    def names(self, tag: str) -> dict[str, str]:
        """Returns id -> name of what a tag lists; a teacher's may stand in two parts."""
        return {
            each["id"]: each["name"] or f"{each['lastname']} {each['firstname']}".strip() or each["short"]
            for each in self.elements[tag]
        }


def read_asc(content: bytes, file: str, problems: Problems) -> ImportedTimetable:
    """Returns the lessons of the file; what is wrong goes to the problems.

    A card without a day, a bell or a week is a lesson that is not placed: it is left out with a warning. A document
    type is refused, and entities with it.
    """
    gatherer = RowGatherer(problems)
    try:
        document = _parse(content)
    except _Refused as refused:
        problems.refuse(refused.code, file, int(refused.data[0]), "", *refused.data[1:])
        return gatherer.timetable()
    terms = _Terms(document)
    for row in _Rows(document, file, problems, terms).all():
        gatherer.add(row)
    return gatherer.timetable(terms.names)


def _parse(content: bytes) -> _Document:
    document, depth, count = _Document(), 0, 0
    parser = expat.ParserCreate()

    def refuse(code: str, *data: str) -> None:
        raise _Refused(code, str(parser.CurrentLineNumber), *data)

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth == 1 and tag != "timetable":
            refuse("not_asc", tag[:40])
        if depth > DEEPEST or count > MOST_ELEMENTS or len(attributes) > MOST_ATTRIBUTES:
            refuse("xml_too_large")
        if any(len(value) > LONGEST_TEXT for value in attributes.values()):
            refuse("xml_too_large")
        if depth == 1:
            document.options = attributes.get("options", "")
        elif tag in NAMED:
            document.elements[tag].append(_Element(parser.CurrentLineNumber, attributes))

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = lambda *_: refuse("xml_doctype")
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise _Refused("not_xml", str(error.lineno), expat.ErrorString(error.code) or "") from None
    except (LookupError, ValueError) as error:  # an encoding that nobody knows
        raise _Refused("not_xml", "1", str(error)[:100]) from None
    return document


class _Terms:
    """Terms of a file: `names` are empty if the whole year is one."""

    def __init__(self, document: _Document) -> None:
        single = {
            bits.index("1"): each["name"] or each["short"]
            for each in document.elements["termsdef"]
            if len(bits := each["terms"]) > 1 and bits.count("1") == 1 and set(bits) <= {"0", "1"}
        }
        self.names = tuple(name for _, name in sorted(single.items()))

    def of(self, bits: str) -> frozenset[int]:
        """Returns the terms of a card; empty if it is in all of them."""
        parts = bits.split(",")
        which = frozenset(n for part in parts for n, bit in enumerate(part, 1) if bit == "1")
        return which if self.names and len(which) < max(map(len, parts)) else frozenset()


class _Rows:
    def __init__(self, document: _Document, file: str, problems: Problems, terms: _Terms) -> None:
        self._document, self._file, self._problems, self._terms = document, file, problems, terms
        self._names = {tag: document.names(tag) for tag in ("subject", "teacher", "classroom", "class")}
        self._groups = {each["id"]: each for each in document.elements["group"]}
        self._weekdays = _weekdays(document)

    def all(self) -> Iterator[ImportedRow]:
        cards: dict[str, list[_Element]] = defaultdict(list)
        lessons = {each["id"]: each for each in self._document.elements["lesson"]}
        for card in self._document.elements["card"]:
            if card["lessonid"] in lessons:
                cards[card["lessonid"]].append(card)
            else:
                self._problems.refuse("unknown_id", self._file, card.line, "lessonid", card["lessonid"])
        for id_, lesson in lessons.items():
            if id_ in cards:
                yield from self._of_lesson(lesson, cards[id_])
            else:
                subject = self._names["subject"].get(lesson["subjectid"], "")
                self._problems.warn("not_placed", self._file, lesson.line, "", id_, subject)

    def _of_lesson(self, lesson: _Element, cards: Sequence[_Element]) -> Iterator[ImportedRow]:
        classes = self._found("class", lesson, "classids")
        subjects = self._found("subject", lesson, "subjectid")
        teachers = self._found("teacher", lesson, "teacherids" if lesson["teacherids"] else "teacherid")
        subgroup = self._subgroup(lesson)
        if classes is None or subjects is None or teachers is None or subgroup is None:
            return
        if not classes:
            self._problems.warn("nobody_taught", self._file, lesson.line, "classids", ", ".join(subjects))
            return
        for card, (weekday, number, weeks) in self._places(lesson, cards):
            rooms = self._found("classroom", card, "classroomids")
            if rooms is None:
                continue
            if len(rooms) > 1:
                self._problems.warn("several_rooms", self._file, card.line, "classroomids", ", ".join(rooms), rooms[0])
            yield ImportedRow(
                self._file,
                card.line,
                weekday,
                number,
                classes,
                "".join(subjects),
                teachers,
                rooms[0] if rooms else "",
                subgroup,
                weeks,
                terms=self._terms.of(card["terms"]),
                lesson=lesson["id"],
            )

    def _found(self, tag: str, element: _Element, attribute: str) -> tuple[str, ...] | None:
        """Returns the names behind ids; None, with the reason in the problems, if one of them is not in the file."""
        names = self._names[tag]
        found = []
        for id_ in element.ids(attribute):
            if id_ not in names:
                self._problems.refuse("unknown_id", self._file, element.line, attribute, id_)
                return None
            found.append(names[id_])
        return tuple(dict.fromkeys(found))

    def _subgroup(self, lesson: _Element) -> str | None:
        """Returns the name of the subgroup that a lesson is for; empty for whole classes."""
        names = []
        for id_ in lesson.ids("groupids"):
            group = self._groups.get(id_)
            if group is None:
                self._problems.refuse("unknown_id", self._file, lesson.line, "groupids", id_)
                return None
            if group["entireclass"] != "1":
                names.append(group["name"])
        return " + ".join(dict.fromkeys(names))

    def _places(self, lesson: _Element, cards: Sequence[_Element]) -> Iterator[tuple[_Element, _Place]]:
        """Yields each hour of a lesson with the card that says it."""
        length = int(lesson["periodspercard"]) if lesson["periodspercard"] in ("2", "3", "4", "5", "6") else 1
        by_day: dict[tuple[int, CycleWeeks, str], dict[int, list[_Element]]] = defaultdict(lambda: defaultdict(list))
        for card in cards:
            for weekday, number, weeks in self._of_card(card):
                by_day[weekday, weeks, card["terms"]][number].append(card)
        for (weekday, weeks, _), there in by_day.items():
            hours = 1 if _stand_in_runs(sorted(there), length) else length
            for number, several in there.items():
                for card in several:
                    for hour in range(hours):
                        yield card, _Place(weekday, number + hour, weeks)

    def _of_card(self, card: _Element) -> Iterator[_Place]:
        days, number = card["days"] or card["day"], card["period"]
        on_no_day = not days.strip("0") and days not in self._weekdays
        if on_no_day or "," in days or not number:
            self._problems.warn("not_placed", self._file, card.line, "", card["lessonid"], "")
            return
        weeks = read_bits(card["weeks"] or "1")
        weekdays = self._weekdays_in(days)
        if not (number.isdecimal() and len(number) < 3):
            self._problems.refuse("not_a_number", self._file, card.line, "period", number)
        elif not weekdays:
            self._problems.refuse("not_a_weekday", self._file, card.line, "days", days)
        elif weeks is None:
            self._problems.refuse("not_weeks", self._file, card.line, "weeks", card["weeks"])
        else:
            for weekday in weekdays:
                yield _Place(weekday, int(number), weeks)

    def _weekdays_in(self, days: str) -> list[int]:
        """Returns the weekdays of a card: of one day, or of several bits. None of them if it is no week's."""
        if days in self._weekdays:
            return [self._weekdays[days]]
        single = ["0" * n + "1" + "0" * (len(days) - n - 1) for n, bit in enumerate(days) if bit == "1"]
        return [self._weekdays[bits] for bits in single] if all(bits in self._weekdays for bits in single) else []


def _stand_in_runs(numbers: Sequence[int], length: int) -> bool:
    """Returns True if the numbers are runs of `length` that follow each other."""
    runs = [numbers[n : n + length] for n in range(0, len(numbers), length)]
    return all(len(run) == length and run[-1] - run[0] == length - 1 for run in runs)


def _weekdays(document: _Document) -> dict[str, int]:
    """Returns bits, or the number of a day -> weekday, by the days' names where these are known, else from Monday."""
    found = {}
    widths = {len(each["days"]) for each in document.elements["daysdef"]} | {
        len(each["days"]) for each in document.elements["card"] if each["days"]
    }
    for width in widths:
        if 1 < width <= DAYS_OF_WEEK:
            found.update({"0" * n + "1" + "0" * (width - n - 1): n + 1 for n in range(width)})
    first = 1 if "daynumbering1" in document.options else 0
    found.update({str(first + n): n + 1 for n in range(DAYS_OF_WEEK)} if not document.elements["daysdef"] else {})
    for each in (*document.elements["daysdef"], *document.elements["day"]):
        bits = each["days"] or each["day"]
        weekday = read_weekday(each["name"]) or read_weekday(each["short"])
        if weekday is not None and bits in found:
            found[bits] = weekday
    return found
