"""How one is told, what one was told, and saying that one knows."""

from collections.abc import Collection
from dataclasses import dataclass

from channels.errors import Codes, Refusal
from channels.notices import acting, holding, settings
from channels.notices.acting import Waiting
from channels.notices.asked import (
    NewBrowser,
    NewMailbox,
    NewModes,
    NewNoticeSettings,
    NewSchoolQuiet,
    NewTry,
    WantedTold,
)
from channels.notices.model import (
    AddressAsked,
    NoticeSettings,
    OneBrowser,
    OpenAlarm,
    OpenAlarms,
    SchoolQuiet,
    ShownNotice,
    ToldOf,
    ToldWhen,
)
from channels.notices.news import OfAnnouncement, OfAttendance
from channels.notices.settings import Offered
from channels.people import PersonRef
from channels.store import Desk
from channels.talk.model import Nothing
from handlers.letters.words import KNOWN, discreet, path_of
from handlers.routing import Call
from realtime.carriers.webpush import is_push_service


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


@dataclass(frozen=True)
class NoticeHandlers:
    """`push_hosts`: push services beside those of the known browsers."""

    desk: Desk
    offered: Offered
    push_hosts: Collection[str]

    async def notice_settings(self, call: Call) -> NoticeSettings:
        return await settings.settings(self.desk.store, call.person, call.signed_in.id, self.offered)

    async def choose_notices(self, call: Call) -> NoticeSettings:
        assert isinstance(call.body, NewNoticeSettings)
        return await settings.choose(self.desk, call.person, call.signed_in.id, self.offered, call.body)

    async def choose_ways(self, call: Call) -> NoticeSettings:
        assert isinstance(call.body, NewModes)
        return await settings.choose_ways(self.desk, call.person, call.signed_in.id, self.offered, call.body)

    async def add_browser(self, call: Call) -> OneBrowser:
        assert isinstance(call.body, NewBrowser)
        if not is_push_service(call.body.url, self.push_hosts):
            raise Refusal(Codes.BAD_REQUEST, {"errors": [{"field": "url", "code": Codes.UNKNOWN_PUSH_SERVICE.name}]})
        return await settings.add_browser(self.desk, call.person, call.signed_in.id, call.body)

    async def drop_browser(self, call: Call) -> Nothing:
        return await settings.drop_browser(self.desk, call.person, call.ids["browser"])

    async def ask_address(self, call: Call) -> AddressAsked:
        assert isinstance(call.body, NewMailbox)
        return await settings.ask_address(self.desk, call.person, self.offered, call.body)

    async def try_way(self, call: Call) -> Nothing:
        assert isinstance(call.body, NewTry)
        return await settings.try_way(self.desk, call.person, call.signed_in.id, self.offered, call.body)

    async def told(self, call: Call) -> ToldOf:
        assert isinstance(call.query, WantedTold)
        return await settings.told(self.desk.store, call.person, call.query.before)

    async def notice(self, call: Call) -> ShownNotice:
        notice, news, language = await settings.one(self.desk.store, call.person, call.ids["notice"])
        title = discreet(notice.kind, language, urgent=notice.urgent)
        return ShownNotice(
            kind=notice.kind,
            title=title,
            path=path_of(news),
            urgent=notice.urgent,
            act=KNOWN[language] if acting.is_to_act(notice) else None,
        )

    async def told_when(self, call: Call) -> ToldWhen:
        now = self.desk.clock.now()
        return await holding.in_chat(self.desk.store, call.person, call.ids["chat"], self.offered.law, now)

    async def school_quiet(self, call: Call) -> SchoolQuiet:
        now = self.desk.clock.now()
        return await holding.of_school(self.desk.store, call.person, call.ids["school"], self.offered.law, now)

    async def set_school_quiet(self, call: Call) -> SchoolQuiet:
        assert isinstance(call.body, NewSchoolQuiet)
        return await holding.set_of_school(self.desk, call.person, call.ids["school"], self.offered.law, call.body)

    async def open_alarms(self, call: Call) -> OpenAlarms:
        found = await acting.waiting(self.desk.store, call.person)
        return OpenAlarms(alarms=[_alarm(one) for one in found])

    async def act(self, call: Call) -> Nothing:
        return await acting.act(self.desk, call.person, call.ids["notice"])
