"""Words of one notice, in Russian and English: a head, a sentence, and the page to read it on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from channels import zones
from channels.gradebook.model import AtLesson, Attendance, Mark, Status
from channels.notices.content import Content, OfAnnouncement, OfAttendance, OfMarks, OfMessage, OfSchoolEvent, OfTrust
from channels.notices.lesson_news import OfLessons
from channels.notices.new_timetables import OfNewTimetable
from channels.notices.preferences import NoticeKind
from channels.people import Name
from handlers.letters.dates import day
from handlers.letters.inflection import dative, genitive, whole_genitive
from handlers.letters.lessons import HEAD, lesson_lines, lesson_path, new_timetable_lines, new_timetable_path
from handlers.letters.trusts import trust_words

EXCERPT = 280  # characters of a message or an announcement

# Texts for places that anybody can read: subjects, lock screens. They do not say about whom, or what exactly.
DISCREET: dict[NoticeKind, tuple[str, str]] = {
    NoticeKind.MARK: ("Новое в дневнике: отметки", "New in the diary: marks"),
    NoticeKind.ABSENCE: ("Отсутствие на уроке", "Absence from a lesson"),
    NoticeKind.ATTENDANCE: ("Новое в дневнике: посещаемость", "New in the diary: attendance"),
    NoticeKind.MESSAGE: ("Новое сообщение", "A new message"),
    NoticeKind.MENTION: ("Вам написали в чате", "You were mentioned in a chat"),
    NoticeKind.ANNOUNCEMENT: ("Объявление школы", "An announcement of the school"),
    NoticeKind.SCHOOL_EVENT: ("Событие школы", "A school event"),
    NoticeKind.TIMETABLE: ("Изменения в расписании", "Changes of the timetable"),
    NoticeKind.NEW_TIMETABLE: ("Новое расписание", "A new timetable"),
    NoticeKind.TRUST: ("Доверенные лица", "Trusted persons"),
    NoticeKind.UNANSWERED: ("Семья не ответила", "No answer from a family"),
}
URGENT = ("Срочно", "Urgent")
TRIED = {"ru": "Уведомления доходят", "en": "Notifications come through"}
KNOWN = {"ru": "Я знаю", "en": "I know"}


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a notice. `path` is that of the page in the browser client."""

    head: str
    text: str
    path: str


def discreet(kind: NoticeKind, language: str, *, urgent: bool = False) -> str:
    at = _at(language)
    return f"{URGENT[at]}: {DISCREET[kind][at].lower()}" if urgent else DISCREET[kind][at]


def words(news: Content, language: str, zone: str) -> Words:
    match news:
        case OfMarks():
            return _marks(news, language)
        case OfAttendance():
            return _attendance(news, language)
        case OfMessage():
            return _message(news, language)
        case OfAnnouncement():
            return _announcement(news, language)
        case OfSchoolEvent():
            return _event(news, language, zone)
        case OfLessons():
            head = HEAD[_at(language)]
            return Words(head, "\n".join(lesson_lines(news.lessons, language)), lesson_path(news))
        case OfNewTimetable():
            head = DISCREET[NoticeKind.NEW_TIMETABLE][_at(language)]
            return Words(head, "\n".join(new_timetable_lines(news, language)), new_timetable_path(news))
        case OfTrust():
            return Words(*trust_words(news, language), f"/me/trusted/{news.trust}")


def path_of(news: Content) -> str:
    """Returns the path of the page that shows it."""
    return words(news, "en", "UTC").path


def _at(language: str) -> int:
    return 0 if language == "ru" else 1


def _lesson(at_lesson: AtLesson, language: str) -> str:
    return f"{at_lesson.subject}, {day(at_lesson.day, language)}"


def _marks(news: OfMarks, language: str) -> Words:
    ru, child = language == "ru", news.child
    heads = {
        "new": ("Новая отметка", "A new mark") if len(news.marks) == 1 else ("Новые отметки", "New marks"),
        "corrected": ("Отметка исправлена", "A mark was corrected"),
        "withdrawn": ("Отметка снята", "A mark was withdrawn"),
    }
    first = news.marks[0]
    became = "withdrawn" if not isinstance(first, Mark) else "corrected" if first.was is not None else "new"
    lines = [_mark(one, child, ru=ru, language=language) for one in news.marks]
    return Words(heads[became][0 if ru else 1], "\n".join(lines), f"/diary/{news.student}")


def _mark(mark: object, child: Name | None, *, ru: bool, language: str) -> str:
    if not isinstance(mark, Mark):
        lesson = _lesson(mark.at_lesson, language)  # type: ignore[attr-defined]  # the trace of a withdrawn one
        if ru:
            return f"{'У вас' if child is None else f'У {genitive(child)}'} сняли отметку: {lesson}."
        return f"{'Your' if child is None else f'{_possessive(child)}'} mark was withdrawn: {lesson}."
    lesson = _lesson(mark.at_lesson, language)
    comment = f" «{mark.comment}»" if mark.comment else ""
    to = ("Вам" if child is None else dative(child)) if ru else ("You" if child is None else child.given)
    if mark.was is not None and mark.was.value != mark.value:
        if ru:
            return f"{to} исправили отметку с {mark.was.value} на {mark.value}: {lesson}.{comment}"
        whose = "Your" if child is None else _possessive(child)
        return f"{whose} mark was changed from {mark.was.value} to {mark.value}: {lesson}.{comment}"
    if ru:
        return f"{to} поставили {mark.value}: {lesson}.{comment}"
    return f"{to} got {mark.value}: {lesson}.{comment}"


def _possessive(name: Name) -> str:
    return f"{name.given}’s"


_STATUS_RU = {
    Status.PRESENT: "на уроке",
    Status.ABSENT: "нет на уроке",
    Status.ILL: "болеет",
    Status.LATE: "опоздание",
    Status.EXCUSED: "отсутствует по уважительной причине",
}
_STATUS_EN = {
    Status.PRESENT: "is in the lesson",
    Status.ABSENT: "is not in the lesson",
    Status.ILL: "is ill",
    Status.LATE: "came late",
    Status.EXCUSED: "is excused",
}


_UNANSWERED_RU = "Семье сообщили всеми способами, и никто не подтвердил, что знает. Позвоните."
_UNANSWERED_EN = "The family was told in every way, and nobody has said that they know. Call them."


def _attendance(news: OfAttendance, language: str) -> Words:
    lines = [_entry(entry, news.child, language) for entry in news.attendance]
    if news.is_unanswered:
        if language == "ru":
            return Words("Семья не ответила", "\n".join([*lines, _UNANSWERED_RU]), f"/diary/{news.student}")
        return Words("No answer from the family", "\n".join([*lines, _UNANSWERED_EN]), f"/diary/{news.student}")
    absent = any(entry.status is Status.ABSENT for entry in news.attendance)
    if language == "ru":
        head = "Отсутствие на уроке" if absent else "Посещаемость"
    else:
        head = "Absence from a lesson" if absent else "Attendance"
    return Words(head, "\n".join(lines), f"/diary/{news.student}")


def _entry(entry: Attendance, child: Name | None, language: str) -> str:
    number, lesson = entry.at_lesson.number, _lesson(entry.at_lesson, language)
    late = f" {entry.minutes} " if entry.status is Status.LATE and entry.minutes else ""
    if language == "ru":
        if entry.status is Status.ABSENT:
            who = "Вас" if child is None else genitive(child)
            return f"{who} нет на уроке: {lesson}, {number}-й урок."
        who = "Вы" if child is None else child.given
        return f"{who}: {_STATUS_RU[entry.status]}{late and f'{late}мин'}. {lesson}, {number}-й урок."
    who = "You" if child is None else child.given
    status = _STATUS_EN[entry.status] if child else _STATUS_EN[entry.status].replace("is ", "are ", 1)
    return f"{who} {status}{late and f',{late}min'}: {lesson}, lesson {number}."


def _message(news: OfMessage, language: str) -> Words:
    text = excerpt(news.message.text)
    if not text:
        text = (("Файл", "Опрос"), ("A file", "A poll"))[_at(language)][1 if news.message.poll else 0]
    if language == "ru":
        head = f"Сообщение от {whole_genitive(news.author)}"
    else:
        head = f"A message from {news.author.given} {news.author.family}"
    return Words(head, text, f"/chats/{news.message.chat}")


def _announcement(news: OfAnnouncement, language: str) -> Words:
    shown = news.announcement
    variant = next((one for one in shown.variants if one.language == language), None)
    title, text = (variant.title, variant.text) if variant else (shown.title, shown.text)
    lines = [excerpt(text)]
    if shown.confirm and shown.confirmed_at is None:
        if language == "ru":
            until = f" до {day(shown.confirm_until, language)}" if shown.confirm_until else ""
            lines.append(f"Подтвердите{until}, что прочли.")
        else:
            until = f" by {day(shown.confirm_until, language)}" if shown.confirm_until else ""
            lines.append(f"Please confirm{until} that you have read it.")
    if news.reminds:
        title = f"Напоминание: {title}" if language == "ru" else f"A reminder: {title}"
    return Words(title, "\n".join(lines), f"/school/a/{shown.id}")


def _event(news: OfSchoolEvent, language: str, zone: str) -> Words:
    event = news.event
    when = _moment(event.starts_at, event.school.zone or zone, language)
    parts = [when, event.place] if event.place else [when]
    if event.cancelled:
        head = f"Отменено: {event.title}" if language == "ru" else f"Cancelled: {event.title}"
        parts.append(event.cancelled.because)
    elif news.is_new:
        head = event.title
    else:
        head = f"Изменилось: {event.title}" if language == "ru" else f"Changed: {event.title}"
    return Words(head, ". ".join(part for part in parts if part), f"/school/e/{event.id}")


def _moment(moment: datetime, zone: str, language: str) -> str:
    local = moment.astimezone(zones.zone(zone))
    return f"{day(local, language)}, {local:%H:%M}"


def excerpt(text: str) -> str:
    """Returns the beginning of a text, without line breaks, cut between words."""
    flat = " ".join(text.split())
    if len(flat) <= EXCERPT:
        return flat
    return flat[:EXCERPT].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def count_ru(number: int, forms: Sequence[str]) -> str:
    """Returns the number with the right form of a word. `forms`: for one, for two, for five."""
    tens, ones = number % 100, number % 10
    if 10 < tens < 20 or ones == 0 or ones > 4:
        return f"{number} {forms[2]}"
    return f"{number} {forms[0 if ones == 1 else 1]}"
