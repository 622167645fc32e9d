"""Letters as mails: a text and an HTML page, with the headers that mail hosts and mail programs require."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import format_datetime, formataddr, parseaddr
from importlib import resources
from string import Template
from urllib.parse import urlsplit

from channels.notices.acknowledgements import is_to_act
from channels.notices.dispatching import Letter, NoteLetter
from channels.notices.ports import Claimed, Notice
from channels.notices.preferences import NEVER_SILENT
from handlers.letters.addresses import ACT_SECONDS, UNSUBSCRIBE_SECONDS, LetterAddresses
from handlers.letters.bounces import return_path
from handlers.letters.envelope import Envelope
from handlers.letters.notes import note_words
from handlers.letters.words import KNOWN, Words, count_ru, discreet, words
from realtime.carriers.smtp import Mail

_PAGE = Template(resources.files("handlers.letters").joinpath("page.html").read_text(encoding="utf-8"))
_ITEM = Template(resources.files("handlers.letters").joinpath("item.html").read_text(encoding="utf-8"))

_BUTTON = Template(
    '<a href="$url" class="$kind" style="display:inline-block;margin:0 8px 8px 0;padding:10px 20px;border-radius:10px;'
    'background:$fill;color:$ink;text-decoration:none;font-weight:600">$act</a>'
)
_FIRST = {"kind": "do", "fill": "#0a6656", "ink": "#ffffff"}
_OTHER = {"kind": "other", "fill": "#eeece5", "ink": "#0a6656"}

_TEXTS = {
    "ru": {
        "open": "Открыть",
        "digest": "Новое в школе",
        "more": "Есть новое. Войдите, чтобы прочесть.",
        "unconfirmed": "Этот адрес записан в школе, и никто ещё не подтвердил, что он ваш:"
        " поэтому подробностей в письме нет.",
        "stop": "Больше не присылать такие письма",
        "why": "Вы получили это письмо, потому что связаны со школой, которая ведёт дневник здесь.",
    },
    "en": {
        "open": "Open",
        "digest": "News from school",
        "more": "There is something new. Sign in to read it.",
        "unconfirmed": "The school has this address, and nobody has confirmed yet that it is yours: so the mail says no"
        " more.",
        "stop": "No more mails of this kind",
        "why": "You get this mail because you belong to a school that keeps its diary here.",
    },
}


@dataclass(frozen=True, slots=True)
class Item:
    """A sheet in a mail. `buttons` are labels and the pages behind them, the most important first."""

    head: str
    text: str
    buttons: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class MailWriter:
    """Writes mails. `public_url` is the address of the diary, `sender` is `Name <address>`, `bounces` the address that
    mails come back to.
    """

    public_url: str
    sender: str
    addresses: LetterAddresses
    bounces: str | None = None

    def write(self, letter: Letter) -> Mail:
        """Writes a letter. Raises ValueError for an address that cannot be put in a header."""
        to = letter.to.address
        assert to is not None
        stop = self._stop(letter)
        subject = self._subject(letter, [notice for notice, _ in letter.items])
        message = self._envelope(letter.dispatch, to, subject)
        self._place(message, letter, stop)
        texts = _TEXTS[letter.to.language]
        if letter.to.confirmed:
            items = [
                self._item(notice, words(news, letter.to.language, letter.to.zone), letter.to.language)
                for notice, news in letter.items
            ]
        else:
            items = [Item(subject, f"{texts['more']} {texts['unconfirmed']}", [(texts["open"], "/")])]
        sealed = self._sealed(message, items, letter.to.language, texts["why"], stop)
        return Mail(self._returns_to(letter.dispatch), to, sealed)

    def write_note(self, letter: NoteLetter) -> Mail:
        """Writes a note. Raises ValueError for an address that cannot be put in a header."""
        note = letter.note
        said = note_words(note, self.addresses)
        message = self._envelope(letter.dispatch, note.address, said.subject)
        texts = _TEXTS[note.language]
        button = (said.act, said.path) if said.path else (texts["open"], "/")
        sealed = self._sealed(message, [Item(said.subject, said.text, [button])], note.language, "", None)
        return Mail(self._returns_to(letter.dispatch), note.address, sealed)

    def _item(self, notice: Notice, said: Words, language: str) -> Item:
        buttons = [(_TEXTS[language]["open"], said.path)]
        if is_to_act(notice):
            token = self.addresses.issue("act", notice.person, str(notice.id), ACT_SECONDS)
            buttons.insert(0, (KNOWN[language], f"/act/{token}"))
        return Item(said.head, said.text, buttons)

    def _sealed(self, message: Envelope, items: Sequence[Item], language: str, why: str, stop: str | None) -> bytes:
        texts = _TEXTS[language]
        return message.sealed(self._text(items, texts, why, stop), self._page(items, language, texts, why, stop))

    def _returns_to(self, dispatch: Claimed) -> str:
        if self.bounces is None:
            return parseaddr(self.sender)[1]
        return return_path(self.bounces, dispatch.id, self.addresses)

    @property
    def _host(self) -> str:
        return urlsplit(self.public_url).hostname or "localhost"

    def _envelope(self, dispatch: Claimed, to: str, subject: str) -> Envelope:
        own = self.addresses.opaque("dispatch", dispatch.id)
        message = Envelope(f"_{own}_")
        message.add("From", formataddr(parseaddr(self.sender)))
        message.add("To", to)
        message.add("Subject", subject)
        message.add("Date", format_datetime(dispatch.made_at))
        message.add("Message-ID", f"<{own}@{self._host}>")
        message.add("Auto-Submitted", "auto-generated")
        message.add("X-Auto-Response-Suppress", "All")
        return message

    def _place(self, message: Envelope, letter: Letter, stop: str | None) -> None:
        """Adds the headers of the mail's thread and list."""
        if thread := self._thread(letter):
            message.add("In-Reply-To", f"<{thread}@{self._host}>")
            message.add("References", f"<{thread}@{self._host}>")
        kind = "digest" if letter.dispatch.is_digest else letter.items[0][0].kind.value
        message.add("List-Id", f"<{kind.replace('_', '-')}.zvonok.{self._host}>")
        if stop is not None:
            message.add("List-Unsubscribe", f"<{stop}>")
            message.add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")

    def _subject(self, letter: Letter, notices: Sequence[Notice]) -> str:
        """Returns the subject: the kind of the mail, and nothing about anybody."""
        language = letter.to.language
        if letter.dispatch.is_digest:
            number = len(letter.items)
            if language == "ru":
                return f"{_TEXTS['ru']['digest']}: {count_ru(number, ('новость', 'новости', 'новостей'))}"
            return f"{_TEXTS['en']['digest']}: {number} {'item' if number == 1 else 'items'}"
        return discreet(notices[0].kind, language, urgent=notices[0].urgent)

    def _thread(self, letter: Letter) -> str | None:
        """Returns the thread: mails about one chat or diary go together; a digest is alone."""
        if letter.dispatch.is_digest:
            return None
        return self.addresses.opaque("channel", letter.items[0][0].channel, letter.to.person)

    def _stop(self, letter: Letter) -> str | None:
        """Returns the link that turns off mails of this kind; None for those that cannot be turned off."""
        kinds = {notice.kind for notice, _ in letter.items}
        if kinds & NEVER_SILENT or any(notice.urgent for notice, _ in letter.items):
            return None
        about = "digest" if letter.dispatch.is_digest else letter.items[0][0].kind.value
        token = self.addresses.issue("unsubscribe", letter.to.person, about, UNSUBSCRIBE_SECONDS)
        return f"{self.public_url}/unsubscribe/{token}"

    def _text(self, items: Sequence[Item], texts: dict[str, str], why: str, stop: str | None) -> str:
        parts = [
            "\n\n".join([one.head, one.text, *(f"{act}: {self.public_url}{path}" for act, path in one.buttons)])
            for one in items
        ]
        foot = [why] if why else []
        if stop:
            foot.append(f"{texts['stop']}: {stop}")
        return "\n\n\n".join(parts) + ("\n\n-- \n" + "\n".join(foot) if foot else "") + "\n"

    def _page(self, items: Sequence[Item], language: str, texts: dict[str, str], why: str, stop: str | None) -> str:
        shown = "".join(
            _ITEM.substitute(
                head=html.escape(one.head),
                text="<br>".join(html.escape(line) for line in one.text.splitlines()),
                buttons="".join(
                    self._button(act, path, _OTHER if number else _FIRST)
                    for number, (act, path) in enumerate(one.buttons)
                ),
            )
            for one in items
        )
        return _PAGE.substitute(
            language=language,
            items=shown,
            why=why,
            stop="" if stop is None else f'<br><a href="{html.escape(stop)}" class="quiet">{texts["stop"]}</a>',
        )

    def _button(self, act: str, path: str, look: dict[str, str]) -> str:
        return _BUTTON.substitute(url=html.escape(self.public_url + path), act=html.escape(act), **look)
