"""Notices: how people are told, what they were told, and acting on alarms."""

from channels.errors import Codes, Refusal
from channels.notices import acknowledgements, delivery_preview, settings
from channels.notices.acknowledgements import Waiting
from channels.notices.content import OfAnnouncement, OfAttendance
from channels.notices.inputs import NewBrowser
from channels.notices.model import OneBrowser, OpenAlarm, OpenAlarms, ShownNotice
from channels.people import PersonRef
from channels.store import Desk, Store
from handlers.actions.action import Access, Action
from handlers.letters.words import KNOWN, discreet, path_of
from handlers.settings import Settings
from realtime.carriers.webpush import is_push_service

_SETTINGS, _BROWSERS = "/api/notices/settings", "/api/notices/browsers"
_NOTICE, _QUIET = "/api/notices/{notice}", "/api/schools/{school}/quiet"


async def add_browser(desk: Desk, known: Settings, person: int, login: int, asked: NewBrowser) -> OneBrowser:
    """Registers a browser. Raises UNKNOWN_PUSH_SERVICE for an address that is not of a known push service."""
    if not is_push_service(asked.url, known.push_hosts):
        raise Refusal(Codes.BAD_REQUEST, {"errors": [{"field": "url", "code": Codes.UNKNOWN_PUSH_SERVICE.name}]})
    return await settings.add_browser(desk, person, login, asked)


async def shown(store: Store, person: int, number: int) -> ShownNotice:
    """Returns a notice as a lock screen may show it: it names nobody."""
    notice, news, language = await settings.one(store, person, number)
    return ShownNotice(
        kind=notice.kind,
        title=discreet(notice.kind, language, urgent=notice.urgent),
        path=path_of(news),
        urgent=notice.urgent,
        act=KNOWN[language] if acknowledgements.is_to_act(notice) else None,
    )


async def open_alarms(store: Store, person: int) -> OpenAlarms:
    return OpenAlarms(alarms=[_alarm(one) for one in await acknowledgements.waiting(store, person)])


def _alarm(one: Waiting) -> OpenAlarm:
    student, title = None, None
    if isinstance(one.news, OfAttendance) and one.news.child is not None:
        student = PersonRef(id=one.news.student, name=one.news.child)
    if isinstance(one.news, OfAnnouncement):
        title = one.news.announcement.title
    return OpenAlarm(
        notice=one.notice.id,
        kind=one.notice.kind,
        published_at=one.notice.published_at,
        path=path_of(one.news),
        student=student,
        absences=one.absences,
        class_teacher=one.class_teacher,
        title=title,
    )


CHOOSING = (
    Action("notice_settings", "GET", _SETTINGS, Access.SIGNED_IN, "How I am told", settings.settings),
    Action("choose_notices", "PUT", _SETTINGS, Access.SIGNED_IN, "Say it anew", settings.choose),
    Action("choose_ways", "PUT", "/api/notices/ways", Access.SIGNED_IN, "The ways of one kind", settings.choose_ways),
    Action("add_browser", "POST", _BROWSERS, Access.SIGNED_IN, "Push to this browser", add_browser, status=201),
    Action("drop_browser", "DELETE", f"{_BROWSERS}/{{browser}}", Access.BROWSER, "No longer", settings.drop_browser),
    Action("ask_address", "PUT", "/api/notices/mail", Access.SIGNED_IN, "Mail me there", settings.ask_address),
    Action("try_way", "POST", "/api/notices/try", Access.SIGNED_IN, "Tell me something, to try", settings.try_way),
    Action("school_quiet", "GET", _QUIET, Access.SCHOOL, "When the school is quiet", delivery_preview.of_school),
    Action("set_school_quiet", "PUT", _QUIET, Access.SCHOOL, "Say it", delivery_preview.set_of_school),
)

READING = (
    Action("told", "GET", "/api/notices/told", Access.SIGNED_IN, "What I was told", settings.told),
    Action(
        "told_when",
        "GET",
        "/api/chats/{chat}/told-when",
        Access.CHAT,
        "When the other is told",
        delivery_preview.in_chat,
    ),
    Action("open_alarms", "GET", "/api/notices/open", Access.SIGNED_IN, "What waits for my word", open_alarms),
    Action("notice", "GET", _NOTICE, Access.NOTICE, "What a push is about", shown),
    Action("act", "POST", f"{_NOTICE}/act", Access.NOTICE, "I know of it", acknowledgements.act),
)

NOTICES = (*CHOOSING, *READING)
