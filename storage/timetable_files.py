"""Files of timetables that were read, and answers about their names."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import TypeAdapter

from channels.timetable_files.columns import Chosen, Meaning
from channels.timetable_files.imported import ImportedRow, ImportedTimetable
from channels.timetable_files.model import ReadFile
from channels.timetable_files.school_names import NameKind, Question
from storage.pool import Connection
from storage.roster.mappings import remember, remembered

_ROWS = TypeAdapter(list[ImportedRow])
_NOT_READ = "-"


class PostgresImports:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def keep(self, school: int, read: ReadFile, timetable: ImportedTimetable, person: int, at: datetime) -> int:
        # One at a time waits: the last one that was read.
        await self.drop(school)
        file: int = await self._connection.fetchval(
            """
            insert into timetable_file (school_id, name, rows, terms, answer, read_by, read_at)
            values ($1, $2, $3, $4, $5, $6, $7) returning id
            """,
            school,
            read.name,
            _ROWS.dump_json(timetable.rows).decode(),
            list(timetable.terms),
            read.model_dump_json(),
            person,
            at,
        )
        return file

    async def waiting(self, school: int) -> ReadFile | None:
        row = await self._connection.fetchrow(
            "select id, answer from timetable_file where school_id = $1 and applied_at is null", school
        )
        return ReadFile.model_validate_json(row["answer"]).of(row["id"]) if row else None

    async def drop(self, school: int) -> None:
        await self._connection.execute("delete from timetable_file where school_id = $1 and applied_at is null", school)

    async def file(self, school: int, file: int) -> tuple[str, ImportedTimetable] | None:
        row = await self._connection.fetchrow(
            "select name, rows, terms from timetable_file where id = $2 and school_id = $1 and applied_at is null",
            school,
            file,
        )
        if row is None:
            return None
        return row["name"], ImportedTimetable(_ROWS.validate_json(row["rows"]), tuple(row["terms"]))

    async def applied(self, file: int, at: datetime) -> None:
        await self._connection.execute(
            "update timetable_file set applied_at = $2, rows = '[]', answer = null where id = $1", file, at
        )

    async def columns(self, school: int) -> dict[tuple[str, ...], Chosen]:
        kept = await remembered(self._connection, _source(school))
        return {
            headings: {
                heading: None if meaning == _NOT_READ else Meaning(meaning) for heading, meaning in columns.items()
            }
            for headings, columns in kept.items()
        }

    async def keep_columns(self, school: int, columns: Chosen) -> None:
        said = {heading: _NOT_READ if meaning is None else meaning.value for heading, meaning in columns.items()}
        await remember(self._connection, _source(school), [said])

    async def answers(self, school: int) -> dict[Question, int | None]:
        rows = await self._connection.fetch(
            "select kind, name, target from timetable_answer where school_id = $1", school
        )
        return {Question(NameKind(row["kind"]), row["name"]): row["target"] for row in rows}

    async def keep_answers(self, school: int, answers: Mapping[Question, int | None]) -> None:
        await self._connection.executemany(
            """
            insert into timetable_answer (school_id, kind, name, target) values ($1, $2, $3, $4)
            on conflict (school_id, kind, name) do update set target = excluded.target
            """,
            [(school, question.kind.value, question.name, target) for question, target in answers.items()],
        )


def _source(school: int) -> str:
    """Returns the source under which the columns of a school's timetables are kept, beside those of its rosters."""
    return f"timetable:{school}"
