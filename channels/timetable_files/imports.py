"""Applies the timetable of a file: what it names is matched to the school, shown, asked about, and then changed."""

from collections.abc import Collection, Mapping

from channels.appointments import require_timetable_keeper
from channels.errors import Codes, Refusal
from channels.publication import ChannelName
from channels.store import Desk, Tx
from channels.timetable.facts import TimetableChanged
from channels.timetable.model import PatternChanged
from channels.timetable.patterns import carry_out
from channels.timetable_files.columns import Chosen
from channels.timetable_files.imported import ImportedTimetable
from channels.timetable_files.inputs import AppliedImport, ChosenColumns, ImportAnswers, WantedImport
from channels.timetable_files.model import ImportPreview, KeptColumns, ReadFile, TimetableFiles
from channels.timetable_files.previewing import digest, preview
from channels.timetable_files.reading import FileReading, read_kept
from channels.timetable_files.school_names import NEW, NameKind, Question, question_of


async def known_columns(desk: Desk, person: int, school: int) -> Mapping[tuple[str, ...], Chosen]:
    """Returns what was chosen for the columns of earlier lists, by their headings.

    Raises NOT_FOUND for people who do not keep the timetable: asked before anything of a file is read.
    """
    async with desk.store.read() as tx:
        await require_timetable_keeper(tx, person, school)
        return await tx.imports.columns(school)


async def choose_columns(desk: Desk, person: int, school: int, asked: ChosenColumns) -> KeptColumns:
    """Keeps what the columns of a list say: the file that is brought next with these headings is read so.

    Raises NOT_FOUND for people who do not keep the timetable.
    """
    async with desk.store.begin() as tx:
        await require_timetable_keeper(tx, person, school)
        await tx.imports.keep_columns(school, {one.heading: one.meaning for one in asked.columns})
    return KeptColumns(headings=[one.heading for one in asked.columns])


async def keep_file(desk: Desk, person: int, school: int, read: ReadFile, timetable: ImportedTimetable) -> ReadFile:
    """Keeps a file that was read, in place of the one that waited. Raises as `known_columns` does."""
    async with desk.store.begin() as tx:
        await require_timetable_keeper(tx, person, school)
        return read.of(await tx.imports.keep(school, read, timetable, person, desk.clock.now()))


async def timetable_files(desk: Desk, person: int, school: int) -> TimetableFiles:
    """Returns the file that waits, whoever has brought it. Raises as `known_columns` does."""
    async with desk.store.read() as tx:
        await require_timetable_keeper(tx, person, school)
        return TimetableFiles(waiting=await tx.imports.waiting(school))


async def drop_import(desk: Desk, person: int, school: int, file: int) -> TimetableFiles:
    """Forgets a file that waits; what was answered of its names and columns stays.

    Raises NOT_FOUND for people who do not keep the timetable, and for files of other schools or that were applied.
    """
    async with desk.store.begin() as tx:
        await require_timetable_keeper(tx, person, school)
        waiting = await tx.imports.waiting(school)
        if waiting is None or waiting.file != file:
            raise Refusal(Codes.NOT_FOUND)
        await tx.imports.drop(school)
    return TimetableFiles(waiting=None)


async def preview_import(desk: Desk, person: int, school: int, file: int, asked: WantedImport) -> ImportPreview:
    """Returns what applying the file from a day on would do, and what has to be answered before.

    Raises NOT_FOUND for people who do not keep the timetable, and for files of other schools or that were applied;
    IMPORT_TERM_MISSING if the file has several terms and none of them is named.
    """
    async with desk.store.begin() as tx:
        await require_timetable_keeper(tx, person, school)
        return await _previewed(desk, tx, person, await read_kept(desk, tx, school, file, asked))


async def answer_import(
    desk: Desk, person: int, school: int, file: int, asked: ImportAnswers, key: str | None
) -> ImportPreview:
    """Keeps answers about names, for this file and all later ones, and returns the preview with them.

    Raises what `preview_import` raises.
    """

    async def work(tx: Tx) -> ImportPreview:
        await require_timetable_keeper(tx, person, school)
        answers = {Question(one.kind, one.name): NEW if one.is_new else one.target for one in asked.answers}
        await tx.imports.keep_answers(school, answers)
        return await _previewed(desk, tx, person, await read_kept(desk, tx, school, file, asked))

    return await desk.write(ImportPreview, work, person=person, key=key, about=("answer_import", file), body=asked)


async def apply_import(
    desk: Desk, person: int, school: int, file: int, asked: AppliedImport, key: str | None
) -> PatternChanged:
    """Applies the file from a day on, exactly as it was previewed: rooms and courses that are new are made first.

    Raises STALE, with the present preview, if the school has changed since; IMPORT_HAS_DOUBTS while a name waits for
    an answer; IMPORT_REMOVES_MUCH if nothing or less than four fifths of the pattern would be left and that is not
    `confirmed`; and what `preview_import` and `change_pattern` raise.
    """

    async def work(tx: Tx) -> PatternChanged:
        await require_timetable_keeper(tx, person, school)
        await tx.patterns.lock(school)
        reading = await read_kept(desk, tx, school, file, asked)
        if digest(reading) != asked.digest:
            current = await _previewed(desk, tx, person, reading)
            raise Refusal(Codes.STALE, {"current": current.model_dump(mode="json")})
        if reading.matching.doubts:
            raise Refusal(Codes.IMPORT_HAS_DOUBTS)
        difference, now = reading.difference, desk.clock.now()
        if difference.asks_twice and not asked.confirmed:
            gone = len(difference.gone)
            raise Refusal(Codes.IMPORT_REMOVES_MUCH, {"gone": gone, "stand": difference.standing})
        teachers = _channels("person", {one for new in reading.new_courses for one in new.teachers})
        await tx.lock([*_channels("school", {school}), *_channels("class", reading.matching.classes), *teachers])
        made = await reading.make(tx, person, now)
        rooms = {question_of(NameKind.ROOM, new.name): room for new, room in made.rooms.items()}
        await tx.imports.keep_answers(school, rooms)  # they are not new the next time
        changed = await carry_out(desk, tx, person, school, reading.change(made, asked.word))
        fact = TimetableChanged(from_day=asked.from_day)
        await tx.append_all(person, [(one, fact) for one in teachers], changes_readers=True)
        await tx.imports.applied(file, now)
        return changed

    return await desk.write(PatternChanged, work, person=person, key=key, about=("apply_import", file), body=asked)


async def _previewed(desk: Desk, tx: Tx, person: int, reading: FileReading) -> ImportPreview:
    return await preview(tx, reading, person, desk.clock.now())


def _channels(kind: str, ids: Collection[int]) -> list[ChannelName]:
    return [ChannelName(f"{kind}:{one}") for one in sorted(ids)]
