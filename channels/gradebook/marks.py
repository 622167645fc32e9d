"""Posts, corrects and withdraws marks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from channels import policy
from channels.errors import Broken, Codes, Refusal, refuse
from channels.gradebook.checks import check_cell, rights_in_course
from channels.gradebook.model import (
    Correction,
    Mark,
    MarkCorrected,
    MarksPosted,
    MarkState,
    MarkWithdrawn,
    MarkWithHistory,
    NewMarks,
    OneMark,
    PostedMarks,
    Withdrawal,
    WithdrawnMark,
)
from channels.gradebook.ports import JournalFacts, LockedMark, MarkDraft
from channels.gradebook.publishing import tell
from channels.notices.preferences import NoticeKind
from channels.people import CourseRights
from channels.publication import ChannelName
from channels.store import Desk, Store, Tx, not_found
from channels.types import Fact

SCALE = range(1, 6)


async def post_marks(desk: Desk, person: int, course: int, asked: NewMarks, key: str | None) -> PostedMarks:
    """Posts all the marks or none.

    Raises NOT_FOUND, or the first broken rule with all of them in `errors`; ABSENT_AND_MARKED for a student who is
    absent in the lesson, unless the mark is `confirmed`.
    """

    async def work(tx: Tx) -> PostedMarks:
        rights = await rights_in_course(tx, person, course)
        facts = await tx.journals.facts(
            course,
            cells={(mark.lesson, mark.student) for mark in asked.marks},
            kinds={mark.kind for mark in asked.marks},
        )
        _check(asked, facts, rights)
        # Gives ids in commit order, so that a reloaded diary lists marks in the same order as a live one.
        await tx.lock(
            [ChannelName(f"diary:{mark.student}") for mark in asked.marks] + [ChannelName(f"journal:{course}")]
        )
        drafts = [
            MarkDraft(
                mark.student,
                mark.lesson,
                MarkState(
                    value=mark.value,
                    kind=mark.kind,
                    weight=facts.kinds[mark.kind] if mark.weight is None else mark.weight,
                    comment=mark.comment,
                ),
            )
            for mark in asked.marks
        ]
        marks = await tx.marks.add(course, person, desk.clock.now(), drafts)
        await _tell(tx, person, course, _by_family(marks), MarksPosted(marks=marks))
        return PostedMarks(marks=marks)

    return await desk.write(PostedMarks, work, person=person, key=key, about=("post_marks", course), body=asked)


async def correct_mark(desk: Desk, person: int, mark: int, asked: Correction, key: str | None) -> OneMark:
    """Changes an active mark. Raises STALE or MARK_WITHDRAWN with the present mark in `current`."""

    async def work(tx: Tx) -> OneMark:
        locked = await _lock(tx, person, mark, asked.revision)
        new = MarkState(
            value=asked.value,
            kind=locked.state.kind if asked.kind is None else asked.kind,
            weight=asked.weight if asked.weight is not None else locked.state.weight,
            comment=locked.state.comment if asked.comment is None else asked.comment,
        )
        if asked.kind is not None and asked.kind != locked.state.kind:
            facts = await tx.journals.facts(locked.course, cells=(), kinds=[asked.kind])
            if asked.kind not in facts.kinds:
                refuse([("kind", Codes.UNKNOWN_KIND)])
            if asked.weight is None:
                new = new.model_copy(update={"weight": facts.kinds[asked.kind]})
        if new == locked.state:
            return OneMark(mark=locked.shown)
        shown = await tx.marks.revise(
            locked, new, author=person, at=desk.clock.now(), reason=asked.reason, withdrawn=False
        )
        assert isinstance(shown, Mark)
        corrected = MarkCorrected(mark=shown)
        await _tell(tx, person, shown.course, {shown.student: corrected}, corrected)
        return OneMark(mark=shown)

    if asked.value not in SCALE:
        refuse([("value", Codes.MARK_OUTSIDE_SCALE)])
    return await desk.write(OneMark, work, person=person, key=key, about=("correct_mark", mark), body=asked)


async def withdraw_mark(desk: Desk, person: int, mark: int, asked: Withdrawal, key: str | None) -> OneMark:
    """Withdraws a mark: the family sees only a trace, the history keeps it. Raises STALE or MARK_WITHDRAWN."""

    async def work(tx: Tx) -> OneMark:
        locked = await _lock(tx, person, mark, asked.revision)
        shown = await tx.marks.revise(
            locked, locked.state, author=person, at=desk.clock.now(), reason=asked.reason, withdrawn=True
        )
        assert isinstance(shown, WithdrawnMark)
        withdrawn = MarkWithdrawn(mark=shown)
        await _tell(tx, person, shown.course, {shown.student: withdrawn}, withdrawn)
        return OneMark(mark=shown)

    return await desk.write(OneMark, work, person=person, key=key, about=("withdraw_mark", mark), body=asked)


async def mark_history(store: Store, person: int, mark: int) -> MarkWithHistory:
    """Returns the mark and all its states, for those who keep the journal. Raises NOT_FOUND for others."""
    async with store.read() as tx:
        found = await tx.marks.shown(mark)
        if found is None:
            raise not_found()
        await rights_in_course(tx, person, found[0])
        return MarkWithHistory(mark=found[1], history=await tx.marks.history(mark))


async def _tell(tx: Tx, person: int, course: int, families: Mapping[int, Fact], journal: Fact) -> None:
    await tell(tx, person, course, families, journal, dict.fromkeys(families, NoticeKind.MARK))


async def _lock(tx: Tx, person: int, mark: int, revision: int) -> LockedMark:
    locked = await tx.marks.lock(mark)
    if locked is None:
        raise not_found()
    at = locked.shown.at_lesson
    if not policy.keeps_lesson(await rights_in_course(tx, person, locked.course), at.id, at.day):
        raise Refusal(Codes.LESSON_NOT_COVERED)
    if isinstance(locked.shown, WithdrawnMark):
        raise Refusal(Codes.MARK_WITHDRAWN, {"current": locked.shown.model_dump(mode="json")})
    if locked.revision != revision:
        raise Refusal(Codes.STALE, {"current": locked.shown.model_dump(mode="json")})
    return locked


def _check(asked: NewMarks, facts: JournalFacts, rights: CourseRights) -> None:
    broken: Broken = []
    both: Broken = []  # reported only if nothing else is wrong
    for n, mark in enumerate(asked.marks):
        at, cell = f"marks.{n}", (mark.lesson, mark.student)
        if mark.value not in SCALE:
            broken.append((f"{at}.value", Codes.MARK_OUTSIDE_SCALE))
        broken += check_cell(at, mark.lesson, mark.student, facts, rights)
        if facts.grades.get(cell) == 1:
            broken.append((f"{at}.student", Codes.NO_MARKS_IN_YEAR_ONE))
        if mark.kind not in facts.kinds:
            broken.append((f"{at}.kind", Codes.UNKNOWN_KIND))
        if cell in facts.absent and not mark.confirmed:
            both.append((f"{at}.student", Codes.ABSENT_AND_MARKED))
    refuse(broken)
    refuse(both)


def _by_family(marks: Sequence[Mark]) -> dict[int, MarksPosted]:
    by_student: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_student[mark.student].append(mark)
    return {student: MarksPosted.model_construct(marks=theirs) for student, theirs in by_student.items()}
