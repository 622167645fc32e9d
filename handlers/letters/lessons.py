"""Words of changed lessons and timetables, in Russian and English: what was, what is, when, and whose it is."""

from collections.abc import Collection, Sequence
from datetime import date, time

from channels.notices.lesson_news import LessonNews, OfLessons
from channels.notices.new_timetables import OfNewTimetable
from channels.people import Name, PersonRef
from channels.school_year.weeks import written_week
from channels.substitutions.model import LessonPlace
from handlers.letters.dates import day
from handlers.letters.inflection import genitive

HEAD = ("Изменения в расписании", "Changes of the timetable")


def lesson_path(news: OfLessons) -> str:
    """Returns the path of the week in which the first of the lessons is, or was."""
    return _path(news, min(place.day for one in news.lessons for place in (one.was, one.now) if place is not None))


def new_timetable_path(news: OfNewTimetable) -> str:
    """Returns the path of the first week that is another one."""
    return _path(news, min(news.days))


def _path(news: OfLessons | OfNewTimetable, first: date) -> str:
    whose = f"teacher/{news.reader}" if news.student is None else f"student/{news.student}"
    return f"/timetable/{whose}/{written_week(first)}"


def new_timetable_lines(news: OfNewTimetable, language: str) -> list[str]:
    """Returns a line for each day from which lessons are others."""
    ru = language == "ru"
    said = "новое расписание с" if ru else "a new timetable from"
    lines = [f"{_of(children, ru=ru)}{said} {day(first, language)}." for first, children in sorted(news.days.items())]
    return [line[0].upper() + line[1:] for line in lines]


def lesson_lines(lessons: Sequence[LessonNews], language: str) -> list[str]:
    """Returns a line for each lesson. One that is held instead of another is named with that one."""
    replacing = {one.now.replaced_by for one in lessons}
    return [_line(one, language) for one in lessons if one.was is not None or one.id not in replacing]


def _line(one: LessonNews, language: str) -> str:
    ru = language == "ru"
    whose = _of(one.children, ru=ru)
    title = f"{one.subject} ({one.class_name})" if one.class_name else one.subject
    place, clock = (one.now, one.now_at) if one.was is None else (one.was, one.was_at)
    changes = "; ".join(_changes(one, language))
    note = f" «{one.now.note}»" if one.now.note else ""
    return f"{whose}{title}, {_when(place, clock, language)}: {changes}.{note}"


def _of(children: Sequence[Name], *, ru: bool) -> str:
    if not children:
        return ""
    names = [genitive(child) if ru else child.given for child in children]
    together = f"{', '.join(names[:-1])} {'и' if ru else 'and'} {names[-1]}" if names[1:] else names[0]
    return f"У {together}: " if ru else f"{together}: "


def _when(place: LessonPlace, clock: time | None, language: str) -> str:
    return f"{day(place.day, language)}, {_number(place, clock, language)}"


def _number(place: LessonPlace, clock: time | None, language: str) -> str:
    number = f"{place.number}-й урок" if language == "ru" else f"lesson {place.number}"
    return f"{number} ({clock:%H:%M})" if clock else number


def _changes(one: LessonNews, language: str) -> list[str]:
    ru, was, now = language == "ru", one.was, one.now
    if now.cancelled:
        if instead := now.instead or one.instead:
            return [f"вместо урока: {instead}" if ru else f"{instead} instead"]
        return ["отменён" if ru else "cancelled"]
    if was is None:
        return [("добавлен" if ru else "added"), *_held(now, ru=ru)]
    found = []
    if was.cancelled:
        found.append("состоится" if ru else "is held after all")
    if (was.day, was.number) != (now.day, now.number):
        when = _number(now, one.now_at, language) if was.day == now.day else _when(now, one.now_at, language)
        found.append(f"перенесён, теперь {when}" if ru else f"moved to {when}")
    if was.room != now.room:
        found.append(_became("кабинет" if ru else "room", was.room, now.room, ru=ru))
    if _ids(was.teachers) != _ids(now.teachers):
        found.append(_became("учитель" if ru else "teacher", _names(was.teachers), _names(now.teachers), ru=ru))
    return found or ["новое примечание" if ru else "a new note"]


def _held(now: LessonPlace, *, ru: bool) -> list[str]:
    room, teacher = ("кабинет", "учитель") if ru else ("room", "teacher")
    said = [(room, now.room), (teacher, _names(now.teachers))]
    return [f"{what} {value}" for what, value in said if value]


def _became(what: str, was: str, now: str, *, ru: bool) -> str:
    if not was:
        return f"{what} {now}"
    if not now:
        return f"{what} не указан (раньше: {was})" if ru else f"no {what} (was {was})"
    return f"{what} {now} (раньше: {was})" if ru else f"{what} {now} (was {was})"


def _names(teachers: Sequence[PersonRef]) -> str:
    return ", ".join(f"{one.name.given} {one.name.family}" for one in teachers)


def _ids(teachers: Collection[PersonRef]) -> set[int]:
    return {one.id for one in teachers}
