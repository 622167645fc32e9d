"""Texts of a school that people consent to: published in versions, never changed, ended."""

from channels import policy
from channels.consents.inputs import NewConsentText, NewVersion, NextVersion, TextsAsked
from channels.consents.model import ConsentText, ConsentTexts, OneConsentText
from channels.consents.ports import KeptText, Lock
from channels.errors import Codes, Refusal
from channels.store import Desk, Tx, not_found, viewer_of

MOST = 20  # texts of a school that people are asked for
PAGE = 10
VERSIONS = 50


async def consent_texts(desk: Desk, person: int, school: int, asked: TextsAsked) -> ConsentTexts:
    """Returns texts of a school. Raises NOT_FOUND for all but leadership and admins."""
    async with desk.store.read() as tx:
        await _require_keeper(tx, person, school)
        found = await tx.consents.of_school(school, asked.last, PAGE + 1)
        return ConsentTexts(texts=await _shown(tx, school, found[:PAGE]), more=len(found) > PAGE)


async def consent_text(desk: Desk, person: int, school: int, consent_text: int) -> OneConsentText:
    """Returns a text with its versions and answers. Raises NOT_FOUND as `consent_texts` does."""
    async with desk.store.read() as tx:
        return await _one(tx, await _held(tx, person, school, consent_text))


async def publish_consent_text(
    desk: Desk, person: int, school: int, asked: NewConsentText, key: str | None
) -> OneConsentText:
    """Publishes a new text: people are asked for it from now on.

    Raises NOT_FOUND as `consent_texts` does, and TOO_MANY_CONSENT_TEXTS.
    """

    async def work(tx: Tx) -> OneConsentText:
        await _require_keeper(tx, person, school)
        await tx.consents.lock_school(school)
        if await tx.consents.count(school) >= MOST:
            raise Refusal(Codes.TOO_MANY_CONSENT_TEXTS, {"most": MOST})
        now = desk.clock.now()
        text = await tx.consents.add(school, asked.role, asked, person, now)
        await tx.audit.add(person, "publish_consent_text", text, "done", now)
        return await _one(tx, await _held(tx, person, school, text))

    return await desk.write(
        OneConsentText, work, person=person, key=key, about=("publish_consent_text", school), body=asked
    )


async def publish_consent_version(
    desk: Desk, person: int, school: int, consent_text: int, asked: NextVersion, key: str | None
) -> OneConsentText:
    """Publishes the next version of a text: everybody is asked anew; what was said to earlier ones stays.

    Raises NOT_FOUND as `consent_texts` does, CONSENT_TEXT_ENDED, and STALE if another version came meanwhile.
    """

    async def work(tx: Tx) -> OneConsentText:
        text = await _open(tx, person, school, consent_text)
        if text.present.number != asked.after:
            raise Refusal(Codes.STALE)
        now = desk.clock.now()
        new = NewVersion(required=asked.required, ru=asked.ru, en=asked.en)
        await tx.consents.add_version(text.id, asked.after + 1, new, person, now)
        await tx.audit.add(person, "publish_consent_version", text.id, "done", now)
        return await _one(tx, await _held(tx, person, school, text.id))

    return await desk.write(
        OneConsentText, work, person=person, key=key, about=("publish_consent_version", consent_text), body=asked
    )


async def end_consent_text(desk: Desk, person: int, school: int, consent_text: int) -> OneConsentText:
    """Ends a text: nobody is asked for it any more; what was said to it stays, and can be withdrawn.

    Raises NOT_FOUND as `consent_texts` does, and CONSENT_TEXT_ENDED.
    """
    async with desk.store.begin() as tx:
        text = await _open(tx, person, school, consent_text)
        now = desk.clock.now()
        await tx.consents.end(text.id, person, now)
        await tx.audit.add(person, "end_consent_text", text.id, "done", now)
        return await _one(tx, await _held(tx, person, school, text.id))


async def _require_keeper(tx: Tx, person: int, school: int) -> None:
    if not policy.keeps_consents(await viewer_of(tx, person), school):
        raise not_found()


async def _held(tx: Tx, person: int, school: int, text: int, lock: Lock | None = None) -> KeptText:
    await _require_keeper(tx, person, school)
    found = await tx.consents.one(text, lock)
    if found is None or found.school.id != school:
        raise not_found()
    return found


async def _open(tx: Tx, person: int, school: int, text: int) -> KeptText:
    found = await _held(tx, person, school, text, "update")
    if found.ended_at is not None:
        raise Refusal(Codes.CONSENT_TEXT_ENDED)
    return found


async def _one(tx: Tx, text: KeptText) -> OneConsentText:
    [shown] = await _shown(tx, text.school.id, [text])
    return OneConsentText(
        text=shown,
        versions=await tx.consents.versions(text.id, VERSIONS),
        classes=await tx.consents.by_class(text.school.id, text.id) if text.role == "guardian" else [],
    )


async def _shown(tx: Tx, school: int, texts: list[KeptText]) -> list[ConsentText]:
    counts = await tx.consents.counts(school, [one.id for one in texts])
    return [
        ConsentText(id=one.id, role=one.role, present=one.present, ended_at=one.ended_at, counts=counts[one.id])
        for one in texts
    ]
