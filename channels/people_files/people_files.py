"""Actions on a file of people: what becomes of it is asked for here, and done apart (`PeopleFileWork`)."""

from datetime import datetime, timedelta

from channels import policy
from channels.errors import Codes, Refusal
from channels.people import PersonRef
from channels.people_files.inputs import AppliedPeople, BroughtFile, ColumnAnswers
from channels.people_files.model import UNDER_WAY, AppliedFile, FileState, PeopleFile, PeopleFiles, PeopleReport
from channels.people_files.ports import KeptFile, PeopleFileWork
from channels.store import Desk, Store, Tx, not_found, viewer_of

SILENCE = timedelta(seconds=90)  # without a sign of life a run counts as broken off
KEPT = timedelta(days=1)  # for a file that nobody applies
EARLIER = 5  # applied files shown


async def require_bringer(tx: Tx, person: int, school: int) -> None:
    """Raises NOT_FOUND for people who may not bring files of people to the school."""
    if not policy.keeps_register(await viewer_of(tx, person), school):
        raise not_found()


async def people_files(desk: Desk, person: int, school: int) -> PeopleFiles:
    """Returns the files of the school. Raises NOT_FOUND for people who may not bring any."""
    async with desk.store.read() as tx:
        await require_bringer(tx, person, school)
        waiting = await tx.people_files.waiting(school)
        applied = await tx.people_files.applied(school, EARLIER)
        names = await tx.people.names([file.brought_by for file in applied])
        return PeopleFiles(
            waiting=waiting and _shown(waiting, desk.clock.now()),
            applied=[
                AppliedFile(
                    names=file.names,
                    applied_at=file.applied_at or file.brought_at,
                    by=PersonRef(id=file.brought_by, name=names[file.brought_by]),
                    changes=_report(file).total,
                )
                for file in applied
            ],
        )


async def people_file(desk: Desk, person: int, school: int, file: int) -> PeopleFile:
    """Returns how far a file is. Raises NOT_FOUND for people who may not bring any, and for files of other schools."""
    async with desk.store.read() as tx:
        await require_bringer(tx, person, school)
        return _shown(await _file(tx, school, file), desk.clock.now())


async def find_set(store: Store, person: int, school: int, asked: BroughtFile) -> str | None:
    """Returns the folder of the set that a file belongs to; None for the first file of a set.

    Asked before anything of the file is read: raises what `keep_file` raises.
    """
    async with store.read() as tx:
        await require_bringer(tx, person, school)
        return None if asked.to is None else (await _gathering(tx, school, asked.to)).folder


async def keep_file(
    desk: Desk, work: PeopleFileWork, person: int, school: int, folder: str, asked: BroughtFile
) -> PeopleFile:
    """Keeps a file whose bytes lie in the folder, in place of a set that waited; begins to read it with the last.

    Raises NOT_FOUND for people who may not bring any and for a set that gathers no files; IMPORT_UNDER_WAY while
    another file is being applied.
    """
    now, replaced = desk.clock.now(), None
    async with desk.store.begin() as tx:
        await require_bringer(tx, person, school)
        held = await tx.people_files.lock(school)
        if asked.to is None:
            if held is not None:
                _require_still(held, now, frozenset({FileState.APPLYING}))
                await tx.people_files.drop(held.id)
                replaced = held.folder
            file = await tx.people_files.add(school, folder, asked.name, person, now)
        else:
            file = (await _gathering(tx, school, asked.to)).id
            await tx.people_files.add_name(file, asked.name)
        if not asked.more:
            await tx.people_files.begin_reading(file, {}, now)
        kept = _shown(await _file(tx, school, file), now)
    if replaced is not None:
        work.forget(replaced)
    if not asked.more:
        work.start(file)
    return kept


async def answer_columns(
    desk: Desk, work: PeopleFileWork, person: int, school: int, file: int, asked: ColumnAnswers, key: str | None
) -> PeopleFile:
    """Says what columns mean, and reads the file again with that. It is remembered once the file is applied.

    Raises NOT_FOUND as `people_file` does, and IMPORT_UNDER_WAY while the file is being read or applied.
    """

    async def begin(tx: Tx) -> PeopleFile:
        now = desk.clock.now()
        held = await _held(tx, person, school, file, now)
        answers = {**held.answers, **{one.heading: one.meaning for one in asked.columns}}
        await tx.people_files.begin_reading(file, answers, now)
        return _shown(await _file(tx, school, file), now)

    answer = await desk.write(PeopleFile, begin, person=person, key=key, about=("answer_columns", file), body=asked)
    work.start(file)
    return answer


async def apply_people_file(
    desk: Desk, work: PeopleFileWork, person: int, school: int, file: int, asked: AppliedPeople, key: str | None
) -> PeopleFile:
    """Begins to apply a file exactly as it was reported; the file says when it is done.

    Raises NOT_FOUND and IMPORT_UNDER_WAY as `answer_columns` does; IMPORT_NOT_READY if it cannot be applied; STALE,
    with the present report, if that is another one; IMPORT_ENDS_MUCH and IMPORT_LIFTS_RESTRICTION unless that was said.
    """

    async def begin(tx: Tx) -> PeopleFile:
        now = desk.clock.now()
        held = await _held(tx, person, school, file, now)
        if held.state is not FileState.READY:
            raise Refusal(Codes.IMPORT_NOT_READY)
        report = _report(held)
        if report.digest != asked.digest:
            raise Refusal(Codes.STALE, {"current": _shown(held, now).model_dump(mode="json")})
        if report.ends_much and not asked.confirmed:
            parts = [part.model_dump(mode="json") for part in report.ends_much]
            raise Refusal(Codes.IMPORT_ENDS_MUCH, {"ends_much": parts})
        if report.lifts and not asked.lift_restrictions:
            raise Refusal(Codes.IMPORT_LIFTS_RESTRICTION, {"lifts": report.lifts})
        await tx.people_files.begin_applying(file, asked.model_dump_json(), now)
        await tx.audit.add(person, "apply_people_file", school, "begun", now)
        return _shown(await _file(tx, school, file), now)

    answer = await desk.write(PeopleFile, begin, person=person, key=key, about=("apply_people_file", file), body=asked)
    work.start(file)
    return answer


async def drop_people_file(desk: Desk, work: PeopleFileWork, person: int, school: int, file: int) -> PeopleFiles:
    """Drops a file that waits. Raises NOT_FOUND as `people_file` does, IMPORT_UNDER_WAY while it is being applied."""
    async with desk.store.begin() as tx:
        await require_bringer(tx, person, school)
        held = await tx.people_files.lock(school)
        if held is None or held.id != file:
            raise not_found()
        _require_still(held, desk.clock.now(), frozenset({FileState.APPLYING}))
        await tx.people_files.drop(file)
    work.forget(held.folder)
    return await people_files(desk, person, school)


async def _file(tx: Tx, school: int, file: int) -> KeptFile:
    found = await tx.people_files.file(school, file)
    if found is None:
        raise not_found()
    return found


async def _gathering(tx: Tx, school: int, file: int) -> KeptFile:
    found = await _file(tx, school, file)
    if found.state is not FileState.GATHERING:
        raise not_found()
    return found


async def _held(tx: Tx, person: int, school: int, file: int, now: datetime) -> KeptFile:
    """Returns a file that waits and is not under way, locked."""
    await require_bringer(tx, person, school)
    held = await tx.people_files.lock(school)
    if held is None or held.id != file or held.state is FileState.GATHERING:
        raise not_found()
    _require_still(held, now, UNDER_WAY)
    return held


def _require_still(held: KeptFile, now: datetime, under_way: frozenset[FileState]) -> None:
    if held.state in under_way and not _is_broken(held, now):
        raise Refusal(Codes.IMPORT_UNDER_WAY)


def _is_broken(file: KeptFile, now: datetime) -> bool:
    return file.state in UNDER_WAY and now - file.touched_at > SILENCE


def _report(file: KeptFile) -> PeopleReport:
    return PeopleReport.model_validate_json(file.report or "{}")


def _shown(file: KeptFile, now: datetime) -> PeopleFile:
    state = FileState.BROKEN if _is_broken(file, now) else file.state
    return PeopleFile(
        id=file.id,
        names=file.names,
        state=state,
        stage=file.stage if state in UNDER_WAY else None,
        done=file.done,
        total=file.total,
        is_stale=file.is_stale,
        brought_at=file.brought_at,
        report=None if file.report is None or state in UNDER_WAY else _report(file),
    )
