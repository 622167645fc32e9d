"""Pages behind links in mails. They act by POST only: mail hosts open links of their own accord.

No sign-in and no cookie: possession of the address is enough (RFC 8058).
"""

import html
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from aiohttp import web

from channels.errors import Codes, Refusal
from channels.notices import acknowledgements, settings
from channels.notices.preferences import NoticeKind
from channels.notices.unsubscribing import unsubscribe
from channels.store import Desk
from handlers.files import SECURITY
from handlers.letters.addresses import LetterAddresses, Said
from handlers.problems import STATUS
from handlers.wording import Language, language_of, wording

LONGEST_TOKEN = 1500

Act = Callable[[Desk, Said], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Texts:
    head: str
    question: str
    do: str
    done: str


@dataclass(frozen=True)
class LetterPage:
    """One purpose of links: its question, and its effect if the answer is yes."""

    desk: Desk
    addresses: LetterAddresses
    purpose: str

    def routes(self) -> list[web.RouteDef]:
        path = f"/{self.purpose}/{{token}}"
        return [web.get(path, self._ask), web.post(path, self._act)]

    async def _ask(self, request: web.Request) -> web.Response:
        """Asks the question. Changes nothing."""
        texts = self._texts(request)
        try:
            said = self._read(request)
        except Refusal as refusal:
            return refused(request, refusal)
        question = html.escape(texts.question.format(about=said.about))
        form = f'<form method="post"><p>{question}</p><p><button class="btn">{texts.do}</button></p></form>'
        return page(request, texts.head, form)

    async def _act(self, request: web.Request) -> web.Response:
        texts = self._texts(request)
        try:
            await _ACTS[self.purpose](self.desk, self._read(request))
        except Refusal as refusal:
            return refused(request, refusal)
        return page(request, texts.head, f"<p>{texts.done}</p>")

    def _texts(self, request: web.Request) -> Texts:
        return _TEXTS[self.purpose][language(request)]

    def _read(self, request: web.Request) -> Said:
        return self.addresses.read(self.purpose, request.match_info["token"][:LONGEST_TOKEN])


async def _unsubscribe(desk: Desk, said: Said) -> None:
    await unsubscribe(desk, said.person, None if said.about == "digest" else NoticeKind(said.about))


async def _confirm(desk: Desk, said: Said) -> None:
    await settings.confirm_address(desk, said.person, said.about)


async def _acknowledge(desk: Desk, said: Said) -> None:
    if not said.about.isdigit():
        raise Refusal(Codes.NOT_FOUND)
    await acknowledgements.act(desk, said.person, int(said.about))


_ACTS: Mapping[str, Act] = {"unsubscribe": _unsubscribe, "confirm": _confirm, "act": _acknowledge}

_TEXTS: Mapping[str, Mapping[Language, Texts]] = {
    "unsubscribe": {
        "ru": Texts("Письма", "Больше не присылать такие письма?", "Не присылать", "Таких писем больше не будет."),
        "en": Texts("Mails", "No more mails of this kind?", "Stop them", "There will be no more mails of this kind."),
    },
    "confirm": {
        "ru": Texts("Адрес почты", "Присылать письма на {about}?", "Это мой адрес", "Письма будут приходить сюда."),
        "en": Texts("Mail address", "Send mails to {about}?", "This address is mine", "Mails will come here."),
    },
    "act": {
        "ru": Texts(
            "Отсутствие или срочное",
            "Школа ждёт ответа, что вы знаете.",
            "Я знаю",
            "Школа увидит, что вы знаете. Больше напоминать не будем.",
        ),
        "en": Texts(
            "An absence, or urgent",
            "The school waits for your word that you know.",
            "I know",
            "The school sees that you know. There will be no more reminders.",
        ),
    },
}

PURPOSES = tuple(_ACTS)


def refused(request: web.Request, refusal: Refusal) -> web.Response:
    title, do = wording(refusal.code.name, language(request))
    return page(request, title, f"<p>{do}</p>", status=STATUS[refusal.code.reason])


def language(request: web.Request) -> Language:
    return language_of(request.headers.get("Accept-Language", ""))


def page(request: web.Request, head: str, inside: str, status: int = 200) -> web.Response:
    """Returns a page. `inside` is HTML; texts of other people in it must be escaped."""
    return web.Response(
        text=f'<!doctype html><html lang="{language(request)}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">'
        f"<title>{head}</title>"
        f'<link rel="stylesheet" href="/api/docs.css"><main><h1>{head}</h1>{inside}</main></html>',
        status=status,
        content_type="text/html",
        headers={**SECURITY, "Cache-Control": "no-store"},
    )
