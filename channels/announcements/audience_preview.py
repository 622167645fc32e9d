"""Previews whom an announcement reaches and why, and checks if one may announce to them."""

import hashlib
from collections.abc import Mapping, Sequence

from channels import policy
from channels.announcements.inputs import NewAnnouncement
from channels.announcements.model import Announcement, Audiences, Because, NamedChild, Proof, Recipient, Target
from channels.announcements.names import named
from channels.announcements.ports import Reason
from channels.errors import Codes, Refusal
from channels.people import Name, PersonRef, Viewer
from channels.policy import Addressed, AudienceOf
from channels.store import Store, Tx, not_found, viewer_of

LISTED = 1000  # recipients of a proof


async def proof(store: Store, person: int, school: int, asked: NewAnnouncement) -> Proof:
    """Returns whom this would reach now, and why each. Raises what `require_targets` does."""
    async with store.read() as tx:
        viewer = await viewer_of(tx, person)
        targets = await require_targets(tx, viewer, school, asked)
        reasons = await addressed(tx, person, school, targets)
        return await looked_at(tx, person, school, targets, reasons, texts_of(asked))


async def audiences(store: Store, person: int, school: int) -> Audiences:
    """Returns to whom one may announce. Raises NOT_FOUND in a school where one may not announce anything."""
    async with store.read() as tx:
        viewer = await viewer_of(tx, person)
        if not policy.announces(viewer, school):
            raise not_found()
        classes, courses = await tx.schools.classes(school), await tx.announcements.courses_of(school)
    grades = sorted({class_.grade for class_ in classes if class_.grade is not None})
    return Audiences(
        school=policy.announces_to(viewer, school, AudienceOf.SCHOOL, None),
        city=policy.opens_to_city(viewer, school),
        grades=[grade for grade in grades if policy.announces_to(viewer, school, AudienceOf.GRADE, grade)],
        classes=[one for one in classes if policy.announces_to(viewer, school, AudienceOf.CLASS, one.id)],
        courses=[one for one in courses if policy.announces_to(viewer, school, AudienceOf.COURSE, one.id)],
    )


async def require_targets(tx: Tx, viewer: Viewer, school: int, asked: NewAnnouncement) -> list[Target]:
    """Returns the targets asked for. Raises NOT_FOUND in a school where one may not announce, MAY_NOT_ANNOUNCE_TO
    for targets that are not one's own or do not exist: both look the same."""
    if not policy.announces(viewer, school):
        raise not_found()
    targets = [target.target for target in asked.targets]
    require_rights(viewer, school, targets, await tx.announcements.known(school, targets))
    return targets


def require_rights(viewer: Viewer, school: int, targets: Sequence[Target], known: Sequence[bool] = ()) -> None:
    wrong = [
        {"field": f"targets.{place}", "code": Codes.MAY_NOT_ANNOUNCE_TO.name}
        for place, target in enumerate(targets)
        if not policy.announces_to(viewer, school, target.of, target.number) or (known and not known[place])
    ]
    if wrong:
        raise Refusal(Codes.MAY_NOT_ANNOUNCE_TO, {"errors": wrong})


def announces_to_all(viewer: Viewer, school: int, targets: Sequence[Target]) -> bool:
    return all(policy.announces_to(viewer, school, target.of, target.number) for target in targets)


async def addressed(tx: Tx, author: int, school: int, targets: Sequence[Target]) -> list[Reason]:
    """Returns the reasons, except the author's own as staff: writing to colleagues, one is not told so oneself.
    Writing to families, one may be one of them."""
    reasons = await tx.announcements.reasons(school, targets)
    return [reason for reason in reasons if not (reason.person == author and reason.addressed is Addressed.STAFF)]


async def looked_at(
    tx: Tx, author: int, school: int, targets: Sequence[Target], reasons: Sequence[Reason], texts: Sequence[str]
) -> Proof:
    people = {reason.person for reason in reasons}
    before = await tx.announcements.last_readers(author, school, targets)
    joined = None if before is None else sorted(people - before)
    left = None if before is None else sorted(before - people)
    students = {reason.student for reason in reasons if reason.student is not None}
    shown = sorted(people)[:LISTED]
    names = await tx.people.names({*shown, *students, *(joined or ())[:LISTED], *(left or ())[:LISTED]})
    return Proof(
        digest=digest_of(reasons),
        people=len(people),
        families=len({reason.student for reason in reasons if reason.addressed is Addressed.FAMILIES}),
        students=len({reason.student for reason in reasons if reason.addressed is Addressed.STUDENTS}),
        staff=len({reason.person for reason in reasons if reason.addressed is Addressed.STAFF}),
        recipients=await _recipients(tx, shown, reasons, names),
        joined=None if joined is None else _refs(joined, names),
        left=None if left is None else _refs(left, names),
        named=await named_children(tx, school, reasons, texts),
        urgent_lately=await tx.announcements.urgent_lately(author, school),
    )


async def _recipients(
    tx: Tx, shown: Sequence[int], reasons: Sequence[Reason], names: Mapping[int, Name]
) -> list[Recipient]:
    classes = await tx.announcements.classes({reason.class_ for reason in reasons if reason.class_ is not None})
    why: dict[int, list[Because]] = {person: [] for person in shown}
    for reason in reasons:
        if reason.person in why:
            student = None if reason.student is None else PersonRef(id=reason.student, name=names[reason.student])
            class_ = None if reason.class_ is None else classes[reason.class_]
            why[reason.person].append(Because(addressed=reason.addressed, student=student, class_=class_))
    return [Recipient(person=PersonRef(id=person, name=names[person]), why=because) for person, because in why.items()]


async def named_children(tx: Tx, school: int, reasons: Sequence[Reason], texts: Sequence[str]) -> list[NamedChild]:
    """Returns children of the school whom the text names, if others than their own people would read it."""
    students = {number: (name, class_) for number, name, class_ in await tx.announcements.students(school)}
    found = named("\n".join(texts), [(number, name) for number, (name, _) in students.items()])
    own: dict[int, set[int]] = {}
    readers = set()
    for reason in reasons:
        if reason.addressed is not Addressed.STAFF:
            readers.add(reason.person)
            if reason.student is not None:
                own.setdefault(reason.student, set()).add(reason.person)
    children = []
    for number in found:
        others = len(readers - own.get(number, set()))
        if others:
            name, class_ = students[number]
            children.append(NamedChild(student=PersonRef(id=number, name=name), class_=class_, others=others))
    return children


def _refs(people: Sequence[int], names: Mapping[int, Name]) -> list[PersonRef]:
    return [PersonRef(id=person, name=names[person]) for person in people[:LISTED]]


def digest_of(reasons: Sequence[Reason]) -> str:
    """Returns a hash of the reasons: it changes if an announcement would reach somebody else, or for another reason."""
    text = "\n".join(
        f"{reason.person} {reason.addressed.value} {reason.student} {reason.class_}"
        for reason in sorted(reasons, key=_order)
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _order(reason: Reason) -> tuple[int, str, int]:
    return reason.person, reason.addressed.value, reason.student or 0


def texts_of(said: NewAnnouncement | Announcement) -> list[str]:
    return [said.title, said.text, *(part for variant in said.variants for part in (variant.title, variant.text))]
