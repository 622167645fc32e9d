"""Notices: how one is told, what one was told, and saying that one knows."""

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
    OpenAlarms,
    SchoolQuiet,
    ShownNotice,
    ToldOf,
    ToldWhen,
)
from channels.talk.model import Nothing
from handlers.rest.notices import NoticeHandlers
from handlers.routing import Access, Route


def notices(handlers: NoticeHandlers) -> list[Route]:
    mine, one = Access.SIGNED_IN, Access.NOTICE
    of_school = "/api/schools/{school}/quiet"
    chosen, browsers = "/api/notices/settings", "/api/notices/browsers"
    return [
        Route("GET", chosen, handlers.notice_settings, "How I am told", mine, NoticeSettings),
        Route("PUT", chosen, handlers.choose_notices, "Say it anew", mine, NoticeSettings, NewNoticeSettings),
        Route("PUT", "/api/notices/ways", handlers.choose_ways, "The ways of one kind", mine, NoticeSettings, NewModes),
        Route("POST", browsers, handlers.add_browser, "Push to this browser", mine, OneBrowser, NewBrowser, status=201),
        Route("DELETE", f"{browsers}/{{browser}}", handlers.drop_browser, "No longer", Access.BROWSER, Nothing),
        Route("PUT", "/api/notices/mail", handlers.ask_address, "Mail me there", mine, AddressAsked, NewMailbox),
        Route("POST", "/api/notices/try", handlers.try_way, "Tell me something, to try", mine, Nothing, NewTry),
        Route("GET", "/api/notices/told", handlers.told, "What I was told", mine, ToldOf, query=WantedTold),
        Route(
            "GET", "/api/chats/{chat}/told-when", handlers.told_when, "When the other is told", Access.CHAT, ToldWhen
        ),
        Route("GET", of_school, handlers.school_quiet, "When the school is quiet", Access.SCHOOL, SchoolQuiet),
        Route("PUT", of_school, handlers.set_school_quiet, "Say it", Access.SCHOOL, SchoolQuiet, NewSchoolQuiet),
        Route("GET", "/api/notices/open", handlers.open_alarms, "What waits for my word", mine, OpenAlarms),
        Route("GET", "/api/notices/{notice}", handlers.notice, "What a push is about", one, ShownNotice),
        Route("POST", "/api/notices/{notice}/act", handlers.act, "I know of it", one, Nothing),
    ]
