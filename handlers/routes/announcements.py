"""Announcements: written and followed by staff, read and confirmed by who gets them."""

from channels.announcements.asked import ChangedAnnouncement, NewAnnouncement, PageBefore, Sending, Written
from channels.announcements.model import (
    AllReceived,
    Announcements,
    Audiences,
    OneAnnouncement,
    OneReceived,
    Proof,
    Readers,
)
from channels.talk.model import Nothing
from handlers.rest.announcements import AnnouncementHandlers
from handlers.routing import Access, Route


def announcements(handlers: AnnouncementHandlers) -> list[Route]:
    one, written = "/api/announcements/{announcement}", "/api/schools/{school}/announcements"
    mine = "/api/announcements/{announcement}/written"
    access, school = Access.ANNOUNCEMENT, Access.SCHOOL
    return [
        Route(
            "GET",
            "/api/announcements",
            handlers.received,
            "What was announced to me",
            Access.SIGNED_IN,
            AllReceived,
            query=PageBefore,
        ),
        Route("GET", one, handlers.received_one, "One of them", access, OneReceived),
        Route("POST", f"{one}/confirm", handlers.confirm, "I confirm it", access, OneReceived),
        Route(
            "POST", f"{written}/proof", handlers.proof, "Whom it would reach, and why", school, Proof, NewAnnouncement
        ),
        Route(
            "GET", "/api/schools/{school}/audiences", handlers.audiences, "To whom I may announce", school, Audiences
        ),
        Route("GET", written, handlers.written, "What I announced", school, Announcements, query=Written),
        Route("POST", written, handlers.draft, "Begin a draft", school, OneAnnouncement, NewAnnouncement, status=201),
        Route("GET", mine, handlers.written_one, "As its author sees it", access, OneAnnouncement),
        Route("PATCH", mine, handlers.change_draft, "Change a draft", access, OneAnnouncement, ChangedAnnouncement),
        Route("DELETE", mine, handlers.discard, "Throw a draft away", access, Nothing),
        Route("POST", f"{one}/send", handlers.send, "Send it, now or at a time", access, OneAnnouncement, Sending),
        Route("POST", f"{one}/recall", handlers.recall, "Take its words back", access, OneAnnouncement),
        Route("POST", f"{one}/remind", handlers.remind, "Remind who has not confirmed", access, Nothing),
        Route("GET", f"{one}/readers", handlers.readers, "Who has confirmed", access, Readers),
        Route("GET", f"{one}/readers/export", handlers.export_readers, "The same as a table", access, gives="text/csv"),
    ]
