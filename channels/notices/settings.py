"""Settings of how people are told: what each chooses, where they are reached, and what they were told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import available_timezones

from channels.errors import Code, Codes, Refusal
from channels.notices.content import Content, news
from channels.notices.inputs import NewBrowser, NewMailbox, NewModes, NewNoticeSettings, NewTry, WantedTold
from channels.notices.model import AddressAsked, KindModes, NoticeSettings, OneBrowser, QuietTime, ToldOf
from channels.notices.ports import Note, NoteKind, Notice
from channels.notices.preferences import DEFAULTS, NEVER_SILENT, CarrierName, NoticeKind, allowed
from channels.notices.quiet import Window
from channels.store import Desk, Store, Tx, not_found
from channels.talk.model import Nothing

PAGE = 50  # notices at most in one answer
BROWSERS = 10  # of one person; a new one takes the place of the oldest
LETTERS, WITHIN = 3, timedelta(hours=1)  # notes to confirm an address or to try a way, of one person
_ZONES = frozenset(available_timezones())


@dataclass(frozen=True, slots=True)
class Offered:
    """Settings of this server that hold for everybody: quiet hours by law, its push key, whether it sends mail, and
    messages to telephones."""

    law: Window | None
    push_key: str
    mails: bool
    rings: bool

    @property
    def carriers(self) -> list[CarrierName]:
        there = {CarrierName.PUSH: True, CarrierName.MAIL: self.mails, CarrierName.WEBHOOK: self.rings}
        return [carrier for carrier, is_there in there.items() if is_there]


async def settings(store: Store, person: int, login: int, offered: Offered) -> NoticeSettings:
    async with store.read() as tx:
        return await _settings(tx, person, login, offered)


async def choose(desk: Desk, person: int, login: int, offered: Offered, asked: NewNoticeSettings) -> NoticeSettings:
    """Replaces all that this person chose, except the modes. Raises UNKNOWN_ZONE."""
    if asked.zone is not None and asked.zone not in _ZONES:
        raise _wrong("zone", Codes.UNKNOWN_ZONE)

    async def work(tx: Tx) -> NoticeSettings:
        await tx.notice_settings.choose(person, asked)
        return await _settings(tx, person, login, offered)

    return await desk.write(
        NoticeSettings, work, person=person, key=None, about=("notice_settings", person), body=asked
    )


async def choose_ways(desk: Desk, person: int, login: int, offered: Offered, asked: NewModes) -> NoticeSettings:
    """Sets the modes of one kind. Raises MODE_NOT_ALLOWED if nothing would tell at once what must be told at once."""
    modes = {CarrierName.PUSH: asked.push, CarrierName.MAIL: asked.mail, CarrierName.WEBHOOK: asked.webhook}

    async def work(tx: Tx) -> NoticeSettings:
        if not allowed(asked.kind, modes, offered.carriers, await _works(tx, person, login, offered)):
            raise Refusal(Codes.MODE_NOT_ALLOWED)
        await tx.notice_settings.choose_ways(person, asked.kind, modes)
        return await _settings(tx, person, login, offered)

    return await desk.write(NoticeSettings, work, person=person, key=None, about=("notice_ways", person), body=asked)


async def add_browser(desk: Desk, person: int, login: int, asked: NewBrowser) -> OneBrowser:
    """Registers a browser of this person for pushes. Whoever signed in there before gets none there any more."""

    async def work(tx: Tx) -> OneBrowser:
        number = await tx.notice_settings.add_browser(person, login, asked, desk.clock.now(), BROWSERS)
        return OneBrowser(browser=number)

    return await desk.write(OneBrowser, work, person=person, key=None, about=("add_browser", person), body=asked)


async def drop_browser(desk: Desk, person: int, browser: int) -> Nothing:
    """Removes one's own browser. Raises NOT_FOUND for one of somebody else."""

    async def work(tx: Tx) -> Nothing:
        if not await tx.notice_settings.drop_browser(person, browser):
            raise not_found()
        return Nothing()

    return await desk.write(Nothing, work, person=person, key=None, about=("drop_browser", browser), body=Nothing())


async def ask_address(desk: Desk, person: int, offered: Offered, asked: NewMailbox) -> AddressAsked:
    """Sends a mail there; its link makes the address this person's. Until then mails go where they went.

    Raises NO_MAIL if the server sends none, TOO_MANY_LETTERS.
    """
    if not offered.mails:
        raise Refusal(Codes.NO_MAIL)

    async def work(tx: Tx) -> AddressAsked:
        now = desk.clock.now()
        language = await _spares_letters(tx, person, now)
        note = Note(NoteKind.CONFIRM_ADDRESS, asked.address, language, person=person)
        await tx.notices.write(note, now)
        return AddressAsked(address=asked.address)

    return await desk.write(AddressAsked, work, person=person, key=None, about=("ask_address", person), body=asked)


async def try_way(desk: Desk, person: int, login: int, offered: Offered, asked: NewTry) -> Nothing:
    """Tells this person something by that way at once; a push goes to the browser that asks.

    Raises NO_WAY if they have no address there, TOO_MANY_LETTERS.
    """

    async def work(tx: Tx) -> Nothing:
        now = desk.clock.now()
        language = await _spares_letters(tx, person, now)
        found = await _address(tx, person, login, offered, asked.carrier)
        if found is None:
            raise Refusal(Codes.NO_WAY)
        address, target = found
        await tx.notices.write(
            Note(NoteKind.TRIED, address, language, person=person, carrier=asked.carrier, target=target), now
        )
        return Nothing()

    return await desk.write(Nothing, work, person=person, key=None, about=("try_way", person), body=asked)


async def _address(tx: Tx, person: int, login: int, offered: Offered, carrier: CarrierName) -> tuple[str, int] | None:
    match carrier:
        case CarrierName.PUSH:
            mine = [one.id for one in await tx.notice_settings.browsers(person, login) if one.mine]
            return ("", mine[-1]) if mine else None
        case CarrierName.MAIL:
            mailbox = await tx.notice_settings.mailbox(person) if offered.mails else None
            return None if mailbox is None else (mailbox.address, 0)
        case CarrierName.WEBHOOK:
            phone = await tx.notice_settings.phone(person) if offered.rings else None
            return None if phone is None else (phone, 0)


async def _spares_letters(tx: Tx, person: int, now: datetime) -> Literal["ru", "en"]:
    """Returns the language in which to write to somebody who asks for a letter. Raises TOO_MANY_LETTERS."""
    if await tx.notice_settings.notes_since(person, now - WITHIN) >= LETTERS:
        raise Refusal(Codes.TOO_MANY_LETTERS, {"retry_after": int(WITHIN.total_seconds())})
    return (await tx.notice_settings.chosen(person)).language


async def confirm_address(desk: Desk, person: int, address: str) -> None:
    """Makes the address this person's: they followed the link mailed there. A repetition changes nothing."""
    async with desk.store.begin() as tx:
        await tx.notice_settings.confirm_address(person, address, desk.clock.now())


async def one(store: Store, person: int, number: int) -> tuple[Notice, Content, Literal["ru", "en"]]:
    """Returns a notice, its content with the rights of this moment, and the language in which to tell it.

    Raises NOT_FOUND for a notice of somebody else, and if there is nothing to tell any more.
    """
    async with store.read() as tx:
        notice = await tx.post.one(number)
        if notice is None or notice.person != person:
            raise not_found()
        told = await news(tx, [notice])
        if number not in told:
            raise not_found()
        return notice, told[number], (await tx.notice_settings.chosen(person)).language


async def told(store: Store, person: int, asked: WantedTold) -> ToldOf:
    async with store.read() as tx:
        found = await tx.notice_settings.told(person, asked.before, PAGE + 1)
        return ToldOf(notices=found[:PAGE], more=len(found) > PAGE)


async def _works(tx: Tx, person: int, login: int, offered: Offered) -> list[CarrierName]:
    """Returns the ways that reach the person now when no page is open."""
    mailbox = await tx.notice_settings.mailbox(person) if offered.mails else None
    there = {
        CarrierName.PUSH: bool(await tx.notice_settings.browsers(person, login)),
        CarrierName.MAIL: mailbox is not None and not mailbox.refused,
        CarrierName.WEBHOOK: offered.rings and await tx.notice_settings.phone(person) is not None,
    }
    return [carrier for carrier, works in there.items() if works]


async def _settings(tx: Tx, person: int, login: int, offered: Offered) -> NoticeSettings:
    chosen = await tx.notice_settings.chosen(person)
    ways = await tx.notice_settings.ways(person)
    return NoticeSettings(
        language=chosen.language,
        zone=chosen.zone,
        quiet=None if chosen.quiet is None else QuietTime.model_validate(chosen.quiet.model_dump()),
        quiet_for_all=None if offered.law is None else QuietTime(begins=offered.law.begins, ends=offered.law.ends),
        digest_hour=chosen.digest_hour,
        digest_weekday=chosen.digest_weekday,
        kinds=[
            KindModes(
                kind=kind,
                push=modes[CarrierName.PUSH],
                mail=modes[CarrierName.MAIL],
                webhook=modes[CarrierName.WEBHOOK],
                needed=kind in NEVER_SILENT,
            )
            for kind in NoticeKind
            if (modes := ways.get(kind, DEFAULTS[kind]))
        ],
        mailbox=await tx.notice_settings.mailbox(person),
        browsers=await tx.notice_settings.browsers(person, login),
        works=await _works(tx, person, login, offered),
        push_key=offered.push_key,
        mails=offered.mails,
        rings=offered.rings and await tx.notice_settings.phone(person) is not None,
    )


def _wrong(field: str, code: Code) -> Refusal:
    return Refusal(code, {"errors": [{"field": field, "code": code.name}]})
