"""The page behind the link in a mail. It acts by POST only: mail hosts open links of their own accord."""

from dataclasses import dataclass

from aiohttp import web

from channels.errors import Refusal
from channels.notices.preferences import NoticeKind
from channels.notices.unsubscribing import unsubscribe
from channels.store import Desk
from handlers.files import SECURITY
from handlers.letters.addresses import LetterAddresses
from handlers.problems import STATUS
from handlers.wording import Language, language_of, wording

LONGEST_TOKEN = 1000
_TEXTS = {
    "ru": ("Письма", "Больше не присылать такие письма?", "Не присылать", "Таких писем больше не будет."),
    "en": ("Mails", "No more mails of this kind?", "Stop them", "There will be no more mails of this kind."),
}


@dataclass(frozen=True)
class UnsubscribePages:
    """No sign-in and no cookie: the address itself says who may (RFC 8058)."""

    desk: Desk
    addresses: LetterAddresses

    async def ask(self, request: web.Request) -> web.Response:
        """Changes nothing."""
        head, question, do, _ = _TEXTS[_language(request)]
        try:
            self._read(request)
        except Refusal as refusal:
            return _refused(request, refusal)
        form = f'<form method="post"><p>{question}</p><p><button class="btn">{do}</button></p></form>'
        return _page(request, head, form)

    async def act(self, request: web.Request) -> web.Response:
        head, _, _, done = _TEXTS[_language(request)]
        try:
            person, kind = self._read(request)
            await unsubscribe(self.desk, person, kind)
        except Refusal as refusal:
            return _refused(request, refusal)
        return _page(request, head, f"<p>{done}</p>")

    def _read(self, request: web.Request) -> tuple[int, NoticeKind | None]:
        said = self.addresses.read("unsubscribe", request.match_info["token"][:LONGEST_TOKEN])
        return said.person, None if said.about == "digest" else NoticeKind(said.about)


def _refused(request: web.Request, refusal: Refusal) -> web.Response:
    title, do = wording(refusal.code.name, _language(request))
    return _page(request, title, f"<p>{do}</p>", status=STATUS[refusal.code.reason])


def _language(request: web.Request) -> Language:
    return language_of(request.headers.get("Accept-Language", ""))


def _page(request: web.Request, head: str, inside: str, status: int = 200) -> web.Response:
    language = _language(request)
    return web.Response(
        text=f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">'
        f"<title>{head}</title>"
        f'<link rel="stylesheet" href="/api/docs.css"><main><h1>{head}</h1>{inside}</main></html>',
        status=status,
        content_type="text/html",
        headers={**SECURITY, "Cache-Control": "no-store"},
    )
