"""Texts and consents: `channels.consents.ports`."""

from collections.abc import Collection, Sequence
from datetime import datetime

import asyncpg

from channels.consents.inputs import NewVersion
from channels.consents.model import (
    AnswerCounts,
    AskedRole,
    ClassCounts,
    ConsentVersion,
    TextTitle,
    TextWords,
    VersionHead,
)
from channels.consents.ports import KeptText, Lock, OwnAnswer
from channels.consents.rules import Answer
from channels.people import Name, SchoolRef
from storage.people import class_ref
from storage.pool import Connection

_HEAD = "v.number, v.title_ru, v.title_en, v.is_required, v.published_at"
# A text with its present version.
_TEXT = f"""
    select t.id, t.role, t.ended_at, s.id as school_id, s.name as school_name, s.zone, {_HEAD}
    from consent_text t
    join school s on s.id = t.school_id
    cross join lateral (
        select * from consent_version v where v.text_id = t.id order by v.number desc limit 1) v
"""
_ANSWER = """
    c.id, c.text_id, c.number, c.student_id, c.agreed, c.answered_at, c.withdrawn_at,
    p.family_name, p.given_name, p.middle_name
    from consent c left join person p on p.id = c.student_id
"""
_LAST = "c.number desc, c.answered_at desc, c.id desc"  # of several answers, the first is the one that holds
# Who is asked now in the school `$1`: guardians of the family for each child, and staff; as
# `channels.policy.answers_consent` has it. With what they have answered to each text of `$2`.
_ANSWERED = f"""
    with asked as materialized (
        select 'guardian' as role, g.guardian_id as person_id, r.person_id as student_id,
               (select min(e.class_id) from class_enrolment_now e
                where e.student_id = r.person_id and e.school_id = $1) as class_id
        from role_now r
        cross join lateral (
            select distinct g.guardian_id from guardianship_at_now g
            where g.student_id = r.person_id and g.school_id = $1 and is_family(g.relation)
              and cardinality(g.scopes) > 0 offset 0) g
        where r.school_id = $1 and r.role = 'student'
          and exists (select from consent_text t where t.id = any($2::bigint[]) and t.role = 'guardian')
          and (select true from role_now o where o.person_id = g.guardian_id and o.school_id = $1
               and o.role = 'guardian' limit 1)
          and (select true from role_now o where o.person_id = g.guardian_id and o.role = 'student' limit 1) is null
        union
        select 'staff', w.person_id, null, null
        from (select r.person_id from role_now r where r.school_id = $1 and is_staff(r.role)
              union select t.teacher_id from class_teacher_now t where t.school_id = $1) w
        where exists (select from consent_text t where t.id = any($2::bigint[]) and t.role = 'staff')
          and (select true from role_now o where o.person_id = w.person_id and o.role = 'student' limit 1) is null
    ), answered as (
        select t.id as text_id, a.class_id,
               case when c.number is distinct from v.number then 'open'
                    when not c.agreed then 'refused'
                    when c.withdrawn_at is null then 'given' else 'withdrawn' end as state
        from consent_text t
        cross join lateral (select max(v.number) as number from consent_version v where v.text_id = t.id) v
        join asked a on a.role = t.role
        left join lateral (
            select c.number, c.agreed, c.withdrawn_at from consent c
            where c.person_id = a.person_id and c.text_id = t.id and c.student_id is not distinct from a.student_id
            order by {_LAST} limit 1) c on true
        where t.id = any($2::bigint[])
    )
"""
_COUNTS = "".join(
    f"count(*) filter (where a.state = '{state}') as {state}, " for state in ("given", "refused", "withdrawn")
)


class PostgresConsents:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def lock_school(self, school: int) -> None:
        await self._connection.execute("select from school where id = $1 for no key update", school)

    async def lock_person(self, person: int) -> None:
        await self._connection.execute("select from person where id = $1 for no key update", person)

    async def count(self, school: int) -> int:
        found: int = await self._connection.fetchval(
            "select count(*) from consent_text where school_id = $1 and ended_at is null", school
        )
        return found

    async def add(self, school: int, role: AskedRole, new: NewVersion, by: int, at: datetime) -> int:
        text: int = await self._connection.fetchval(
            "insert into consent_text (school_id, role, made_by, made_at) values ($1, $2, $3, $4) returning id",
            school,
            role,
            by,
            at,
        )
        await self.add_version(text, 1, new, by, at)
        return text

    async def add_version(self, text: int, number: int, new: NewVersion, by: int, at: datetime) -> None:
        await self._connection.execute(
            """
            insert into consent_version (text_id, number, is_required, title_ru, words_ru, title_en, words_en,
                                         published_by, published_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            text,
            number,
            new.required,
            new.ru.title,
            new.ru.words,
            None if new.en is None else new.en.title,
            None if new.en is None else new.en.words,
            by,
            at,
        )

    async def end(self, text: int, by: int, at: datetime) -> None:
        await self._connection.execute(
            "update consent_text set ended_by = $2, ended_at = $3 where id = $1 and ended_at is null", text, by, at
        )

    async def one(self, text: int, lock: Lock | None = None) -> KeptText | None:
        if lock is not None:
            await self._connection.execute(f"select from consent_text where id = $1 for {lock}", text)
        row = await self._connection.fetchrow(f"{_TEXT} where t.id = $1", text)
        return None if row is None else _text(row)

    async def of_school(self, school: int, before: int | None, most: int) -> list[KeptText]:
        rows = await self._connection.fetch(
            f"""
            {_TEXT}
            where t.school_id = $1
              and ($2::bigint is null or (t.ended_at is not null, -t.id) > (
                  select x.ended_at is not null, -x.id from consent_text x where x.id = $2 and x.school_id = $1))
            order by t.ended_at is not null, t.id desc limit $3
            """,
            school,
            before,
            most,
        )
        return [_text(row) for row in rows]

    async def asked_at(self, schools: Collection[int]) -> list[KeptText]:
        rows = await self._connection.fetch(
            f"{_TEXT} where t.school_id = any($1::bigint[]) and t.ended_at is null order by t.id", list(schools)
        )
        return [_text(row) for row in rows]

    async def some(self, texts: Collection[int]) -> dict[int, KeptText]:
        rows = await self._connection.fetch(f"{_TEXT} where t.id = any($1::bigint[])", list(texts))
        return {row["id"]: _text(row) for row in rows}

    async def versions(self, text: int, most: int) -> list[VersionHead]:
        rows = await self._connection.fetch(
            f"select {_HEAD} from consent_version v where v.text_id = $1 order by v.number desc limit $2", text, most
        )
        return [_head(row) for row in rows]

    async def version(self, text: int, number: int) -> tuple[int, ConsentVersion] | None:
        row = await self._connection.fetchrow(
            """
            select t.id, t.role, s.id as school_id, s.name as school_name, v.number, v.is_required, v.published_at,
                   v.title_ru, v.words_ru, v.title_en, v.words_en,
                   t.ended_at is null and not exists (
                       select from consent_version n where n.text_id = t.id and n.number > v.number) as is_present
            from consent_version v join consent_text t on t.id = v.text_id join school s on s.id = t.school_id
            where v.text_id = $1 and v.number = $2
            """,
            text,
            min(number, 2**31 - 1),
        )
        if row is None:
            return None
        en = None if row["words_en"] is None else TextWords(title=row["title_en"], words=row["words_en"])
        return row["school_id"], ConsentVersion(
            text=row["id"],
            number=row["number"],
            school=row["school_name"],
            role=row["role"],
            required=row["is_required"],
            published_at=row["published_at"],
            is_present=row["is_present"],
            ru=TextWords(title=row["title_ru"], words=row["words_ru"]),
            en=en,
        )

    async def last_answers(self, person: int, text: int | None = None) -> list[OwnAnswer]:
        rows = await self._connection.fetch(
            f"""
            select distinct on (c.text_id, c.student_id) {_ANSWER}
            where c.person_id = $1 and ($2::bigint is null or c.text_id = $2)
            order by c.text_id, c.student_id, {_LAST}
            """,
            person,
            text,
        )
        return [_answer(row) for row in rows]

    async def own_answer(self, person: int, consent: int) -> OwnAnswer | None:
        row = await self._connection.fetchrow(f"select {_ANSWER} where c.id = $2 and c.person_id = $1", person, consent)
        return None if row is None else _answer(row)

    async def answer(
        self, person: int, text: int, number: int, student: int | None, at: datetime, *, agreed: bool
    ) -> int:
        added: int = await self._connection.fetchval(
            """
            insert into consent (person_id, text_id, number, student_id, answered_at, agreed)
            values ($1, $2, $3, $4, $5, $6) returning id
            """,
            person,
            text,
            number,
            student,
            at,
            agreed,
        )
        return added

    async def withdraw(self, person: int, text: int, student: int | None, at: datetime) -> int:
        rows = await self._connection.fetch(
            """
            update consent set withdrawn_at = $4
            where person_id = $1 and text_id = $2 and student_id is not distinct from $3
              and agreed and withdrawn_at is null
            returning id
            """,
            person,
            text,
            student,
            at,
        )
        return len(rows)

    async def counts(self, school: int, texts: Sequence[int]) -> dict[int, AnswerCounts]:
        rows = await self._connection.fetch(
            f"{_ANSWERED} select a.text_id, {_COUNTS} count(*) as asked from answered a group by a.text_id",
            school,
            list(texts),
        )
        found = {row["text_id"]: _counts(row) for row in rows}
        return {text: found.get(text, AnswerCounts(given=0, refused=0, withdrawn=0, open=0)) for text in texts}

    async def by_class(self, school: int, text: int) -> list[ClassCounts]:
        rows = await self._connection.fetch(
            f"""
            {_ANSWERED}
            select a.class_id, k.name as class_name, k.grade, {_COUNTS} count(*) as asked
            from answered a left join class k on k.id = a.class_id
            group by a.class_id, k.name, k.grade order by k.grade, k.name, a.class_id limit 500
            """,
            school,
            [text],
        )
        return [ClassCounts(class_=class_ref(row), counts=_counts(row)) for row in rows]


def _title(row: asyncpg.Record) -> TextTitle:
    return TextTitle(ru=row["title_ru"], en=row["title_en"])


def _head(row: asyncpg.Record) -> VersionHead:
    return VersionHead(
        number=row["number"], title=_title(row), required=row["is_required"], published_at=row["published_at"]
    )


def _text(row: asyncpg.Record) -> KeptText:
    return KeptText(
        id=row["id"],
        school=SchoolRef(id=row["school_id"], name=row["school_name"], zone=row["zone"]),
        role=row["role"],
        present=_head(row),
        ended_at=row["ended_at"],
    )


def _answer(row: asyncpg.Record) -> OwnAnswer:
    student = row["student_id"]
    return OwnAnswer(
        text=row["text_id"],
        student=student,
        child=None
        if student is None
        else Name(family=row["family_name"], given=row["given_name"], middle=row["middle_name"]),
        answer=Answer(
            id=row["id"],
            number=row["number"],
            agreed=row["agreed"],
            answered_at=row["answered_at"],
            withdrawn_at=row["withdrawn_at"],
        ),
    )


def _counts(row: asyncpg.Record) -> AnswerCounts:
    said = {state: row[state] for state in ("given", "refused", "withdrawn")}
    return AnswerCounts(**said, open=row["asked"] - sum(said.values()))
