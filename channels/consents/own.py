"""One's own consents: what one is asked for, and what one has said."""

from collections.abc import Iterable

from channels import policy
from channels.consents.inputs import SaidConsent
from channels.consents.model import ConsentVersion, MyConsent, MyConsents
from channels.consents.ports import KeptText
from channels.consents.rules import Answer, changes, outcome
from channels.errors import Codes, Refusal
from channels.people import Name, PersonRef, Viewer
from channels.policy import Followed
from channels.store import Desk, Tx, not_found, viewer_of


async def my_consents(desk: Desk, person: int) -> MyConsents:
    async with desk.store.read() as tx:
        return await _mine(tx, person)


async def answer_consent(desk: Desk, person: int, asked: SaidConsent, key: str | None) -> MyConsents:
    """Notes what somebody says to the present version of a text.

    Raises NOT_FOUND for who is not asked, CONSENT_TEXT_ENDED, and CONSENT_TEXT_CHANGED if there is a newer version.
    """

    async def work(tx: Tx) -> MyConsents:
        await tx.consents.lock_person(person)
        text = await tx.consents.one(asked.text, "share")
        viewer = await viewer_of(tx, person)
        if text is None or not _is_asked(viewer, text, asked.student, await tx.trusts.children(person)):
            raise not_found()
        if text.ended_at is not None:
            raise Refusal(Codes.CONSENT_TEXT_ENDED)
        if text.present.number != asked.version:
            raise Refusal(Codes.CONSENT_TEXT_CHANGED)
        said = [one for one in await tx.consents.last_answers(person, asked.text) if one.student == asked.student]
        if changes(said[0].answer if said else None, asked.version, agreed=asked.agreed):
            now = desk.clock.now()
            if not asked.agreed:  # whoever refuses the newer words does not hold to the earlier ones
                await tx.consents.withdraw(person, asked.text, asked.student, now)
            consent = await tx.consents.answer(
                person, asked.text, asked.version, asked.student, now, agreed=asked.agreed
            )
            await tx.audit.add(person, "give_consent" if asked.agreed else "refuse_consent", consent, "done", now)
        return await _mine(tx, person)

    return await desk.write(MyConsents, work, person=person, key=key, about=("answer_consent", asked.text), body=asked)


async def withdraw_consent(desk: Desk, person: int, consent: int) -> MyConsents:
    """Withdraws a consent of somebody's own, with those to earlier versions of the same text.

    Raises NOT_FOUND for those of others, and CONSENT_NOT_IN_FORCE if there is nothing to withdraw any more.
    """
    async with desk.store.begin() as tx:
        await tx.consents.lock_person(person)
        viewer = await viewer_of(tx, person)
        found = await tx.consents.own_answer(person, consent)
        if found is None or not policy.sees_own_answer(viewer, found.student):
            raise not_found()
        now = desk.clock.now()
        if not await tx.consents.withdraw(person, found.text, found.student, now):
            raise Refusal(Codes.CONSENT_NOT_IN_FORCE)
        await tx.audit.add(person, "withdraw_consent", consent, "done", now)
        return await _mine(tx, person)


async def consent_version(desk: Desk, person: int, consent_text: int, version: int) -> ConsentVersion:
    """Returns the words of a version. Raises NOT_FOUND for who is not asked, has not answered and publishes none."""
    async with desk.store.read() as tx:
        found = await tx.consents.version(consent_text, version)
        if found is None:
            raise not_found()
        school, shown = found
        viewer, followed = await viewer_of(tx, person), await tx.trusts.children(person)
        children = [student for student, at in followed if at == school] if shown.role == "guardian" else [None]
        answered = any(
            policy.sees_own_answer(viewer, one.student) for one in await tx.consents.last_answers(person, consent_text)
        )
        is_asked = any(policy.answers_consent(viewer, school, shown.role, one, followed) for one in children)
        if not policy.reads_consent_version(viewer, school, is_asked=is_asked, has_answered=answered):
            raise not_found()
        return shown


def _is_asked(viewer: Viewer, text: KeptText, student: int | None, followed: Followed) -> bool:
    return policy.answers_consent(viewer, text.school.id, text.role, student, followed)


async def _mine(tx: Tx, person: int) -> MyConsents:
    viewer, followed = await viewer_of(tx, person), await tx.trusts.children(person)
    said = [one for one in await tx.consents.last_answers(person) if policy.sees_own_answer(viewer, one.student)]
    answers = {(one.text, one.student): one.answer for one in said}
    children = {one.student: one.child for one in said if one.student is not None and one.child is not None}
    schools = {school for _, school in followed} | {school for _, school in viewer.roles}
    asked = {
        (text.id, student): text
        for text in await tx.consents.asked_at(schools)
        for student in _for_whom(text, followed)
        if _is_asked(viewer, text, student, followed)
    }
    before = await tx.consents.some({text for text, _ in answers.keys() - asked.keys()})
    children |= await tx.people.names({child for _, child in asked if child is not None} - children.keys())
    shown = [
        _shown(asked.get(key) or before[key[0]], key[1], children, answers.get(key), is_asked=key in asked)
        for key in [*asked, *(key for key in answers if key not in asked)]
    ]
    return MyConsents(consents=sorted(shown, key=lambda one: (not one.is_due, one.present is None)))


def _for_whom(text: KeptText, followed: Followed) -> Iterable[int | None]:
    if text.role == "staff":
        return [None]
    return sorted({student for student, school in followed if school == text.school.id})


def _shown(
    text: KeptText, student: int | None, children: dict[int, Name], last: Answer | None, *, is_asked: bool
) -> MyConsent:
    present = text.present.number if is_asked else None
    now = outcome(last, present)
    return MyConsent(
        text=text.id,
        school=text.school,
        role=text.role,
        title=text.title,
        child=None if student is None else PersonRef(id=student, name=children[student]),
        required=text.present.required,
        present=present,
        is_due=now.is_due,
        state=now.state,
        consent=None if last is None else last.id,
        answered=None if last is None else last.number,
        answered_at=None if last is None else last.answered_at,
        withdrawn_at=None if last is None else last.withdrawn_at,
    )
