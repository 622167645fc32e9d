"""School events, their participants, and the answers."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime

import asyncpg
from pydantic import TypeAdapter

from channels.announcements.model import Target
from channels.people import Name, PersonRef, SchoolRef
from channels.policy import Addressed, Answering, AudienceOf
from channels.school_events.inputs import Feed, NewSchoolEvent, WantedEvents
from channels.school_events.model import (
    Cancelled,
    EventAnswer,
    EventCounts,
    EventKind,
    EventPlace,
    EventStanding,
    OwnPlace,
    SchoolEvent,
)
from channels.school_events.ports import EventFacts, Seat
from storage.people import class_ref, person_ref
from storage.pool import Connection

_OWN_PLACES = TypeAdapter(list[OwnPlace])

# Participants for whom the person `$1` answers, and in which role.
_ANSWERS_FOR = """
    select g.student_id as participant_id, 'guardian' as answering from guardianship_now g
    where g.guardian_id = $1 and has_service(g.scopes, 'diary') and is_family(g.relation)
    union all
    select $1, 'student'
    union all
    select $1, 'staff'
"""
# A family is asked through its guardians only; a student or a member of staff also answers for themself.
_FITS = """
    case m.answering when 'guardian' then p.addressed in ('families', 'students')
                     when 'student' then p.addressed = 'students' else p.addressed = 'staff' end
"""
_SHOWN = f"""
    with mine as materialized ({_ANSWERS_FOR}),
    asked as materialized (
        select p.event_id, p.participant_id, min(m.answering) as answering, min(p.class_id) as class_id,
               bool_or(p.named) as named
        from mine m
        cross join lateral (
            select * from school_event_participant_now p where p.participant_id = m.participant_id offset 0) p
        where {_FITS}
        group by p.event_id, p.participant_id
    )
    select v.*, s.name as school_name, s.zone, o.family_name, o.given_name, o.middle_name,
        (select json_agg(json_build_object('of', t."of", 'number', t.number, 'to', t.addressed)
                         order by t."of", t.number, t.addressed)
         from school_event_target t where t.event_id = v.id) as targets,
        (select c.id from chat c
         where c.event_id = v.id
           and (select true from member_now m where m.chat_id = c.id and m.person_id = $1 limit 1)) as chat,
        (select coalesce(json_agg(json_build_object(
            'participant', json_build_object('id', q.id::text, 'name', json_build_object(
                'family', q.family_name, 'given', q.given_name, 'middle', q.middle_name)),
            'class', case when k.id is not null then
                json_build_object('id', k.id::text, 'name', k.name, 'grade', k.grade) end,
            'answer', w.answer, 'standing', w.standing, 'waiting', w.waiting, 'answered_by', w.answered_by::text,
            'answered_at', w.answered_at, 'answering', a.answering) order by q.given_name, q.id), '[]')
         from asked a
         join person q on q.id = a.participant_id
         left join class k on k.id = a.class_id
         left join school_event_seat_now w on w.event_id = a.event_id and w.participant_id = a.participant_id
         where a.event_id = v.id) as mine,
        n.*
    from school_event v
    join school s on s.id = v.school_id
    join person o on o.id = v.organiser_id
    cross join lateral (
        select count(*) filter (where w.standing = 'going') as going,
               count(*) filter (where w.standing = 'waiting') as waiting,
               count(*) filter (where w.standing = 'asked') as asked,
               count(*) filter (where w.answer = 'maybe') as maybe,
               count(*) filter (where w.answer = 'no') as no
        from school_event_seat_now w where w.event_id = v.id
    ) n
"""


class PostgresSchoolEvents:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, school: int, organiser: int, asked: NewSchoolEvent, at: datetime) -> int:
        number: int = await self._connection.fetchval(
            """
            insert into school_event (kind, title, text, place, subject, starts_at, ends_at, answer_until, capacity,
                                      city, school_id, organiser_id, created_at, changed_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13) returning id
            """,
            *_words(asked),
            school,
            organiser,
            at,
        )
        await self._target(number, asked)
        return number

    async def change(self, number: int, asked: NewSchoolEvent, at: datetime) -> None:
        await self._connection.execute(
            """
            update school_event set kind = $1, title = $2, text = $3, place = $4, subject = $5, starts_at = $6,
                ends_at = $7, answer_until = $8, capacity = $9, city = $10, changed_at = $12, revision = revision + 1
            where id = $11
            """,
            *_words(asked),
            number,
            at,
        )
        await self._connection.execute("delete from school_event_target where event_id = $1", number)
        await self._target(number, asked)
        await self._connection.execute("update chat set title = $2 where event_id = $1", number, asked.title)

    async def _target(self, number: int, asked: NewSchoolEvent) -> None:
        rows = {(one.target.of.value, one.target.number, to.value) for one in asked.targets for to in one.target.to}
        await self._connection.executemany(
            'insert into school_event_target (event_id, "of", number, addressed) values ($1, $2, $3, $4)',
            [(number, *row) for row in rows],
        )

    async def cancel(self, number: int, because: str, at: datetime) -> None:
        await self._connection.execute(
            "update school_event set cancelled_at = $2, cancelled_because = $3, changed_at = $2,"
            " revision = revision + 1 where id = $1",
            number,
            at,
            because,
        )

    async def facts(self, number: int, *, lock: bool = False) -> EventFacts | None:
        row = await self._connection.fetchrow(
            f"""
            select v.*, (select c.id from chat c where c.event_id = v.id) as chat
            from school_event v where v.id = $1 {"for update of v" if lock else ""}
            """,
            number,
        )
        if row is None:
            return None
        return EventFacts(
            school=row["school_id"],
            organiser=row["organiser_id"],
            title=row["title"],
            starts_at=row["starts_at"],
            ends_at=row["ends_at"],
            answer_until=row["answer_until"],
            revision=row["revision"],
            cancelled=row["cancelled_at"] is not None,
            chat=row["chat"],
        )

    async def listed(self, person: int, wanted: WantedEvents, now: datetime, limit: int) -> list[SchoolEvent]:
        rows = await self._connection.fetch(
            f"""
            {_SHOWN}
            where coalesce(v.ends_at, v.starts_at) >= $2 and ($3::timestamptz is null or v.starts_at < $3)
              and case when $4 then cardinality(v.city) > 0
                  else v.organiser_id = $1
                       or exists (select from asked a
                                  where a.event_id = v.id and (a.named or exists (
                                      select from school_event_seat w
                                      where w.event_id = v.id and w.participant_id = a.participant_id))) end
              and ($5::text is null or v.kind = $5)
              and ($6::text is null or lower(v.subject) = lower($6))
              and ($7::text is null or to_tsvector('russian', translate(v.title || ' ' || v.text || ' ' || v.place
                   || ' ' || v.subject, 'ёЁ', 'еЕ')) @@ plainto_tsquery('russian', translate($7, 'ёЁ', 'еЕ')))
              and ($8::bigint is null
                   or (v.starts_at, v.id) > (select l.starts_at, l.id from school_event l where l.id = $8))
            order by v.starts_at, v.id limit $9
            """,
            person,
            wanted.since or now,
            wanted.until,
            wanted.of is Feed.CITY,
            wanted.kind and wanted.kind.value,
            wanted.subject,
            wanted.q,
            wanted.after,
            limit,
        )
        return [_event(row) for row in rows]

    async def one(self, person: int, number: int) -> SchoolEvent | None:
        row = await self._connection.fetchrow(f"{_SHOWN} where v.id = $2", person, number)
        return None if row is None else _event(row)

    async def answering(self, number: int, person: int, participant: int) -> Answering | None:
        found = await self._connection.fetchval(
            f"""
            select min(m.answering)
            from ({_ANSWERS_FOR}) m
            cross join lateral (
                select * from school_event_participant_now p
                where p.event_id = $2 and p.participant_id = m.participant_id offset 0) p
            where m.participant_id = $3 and {_FITS}
            """,
            person,
            number,
            participant,
        )
        return None if found is None else Answering(found)

    async def is_asked(self, number: int, participant: int) -> bool:
        return bool(
            await self._connection.fetchval(
                "select exists (select from school_event_participant_now where event_id = $1 and participant_id = $2)",
                number,
                participant,
            )
        )

    async def seats(self, number: int) -> Mapping[int, Seat]:
        rows = await self._connection.fetch(
            "select participant_id, answer, agreed, standing from school_event_seat_now where event_id = $1", number
        )
        return {
            row["participant_id"]: Seat(
                EventAnswer(row["answer"]), row["agreed"], row["standing"] and EventStanding(row["standing"])
            )
            for row in rows
        }

    async def answer(
        self, number: int, participant: int, answer: EventAnswer, person: int, at: datetime, *, agreed: bool
    ) -> None:
        await self._connection.execute(
            """
            insert into school_event_seat as s (event_id, participant_id, answer, agreed, answered_by, answered_at)
            values ($1, $2, $3, $4, $5, $6)
            on conflict (event_id, participant_id) do update
            set answer = $3, agreed = $4, answered_by = $5, answered_at = $6,
                turn = case when s.answer = 'yes' and s.agreed then s.turn else excluded.turn end
            """,
            number,
            participant,
            answer.value,
            agreed,
            person,
            at,
        )

    async def places(self, number: int) -> list[EventPlace]:
        rows = await self._connection.fetch(
            """
            select q.id, q.family_name, q.given_name, q.middle_name, k.id as class_id, k.name as class_name, k.grade,
                   w.answer, w.standing, w.waiting, w.answered_by, w.answered_at
            from (select participant_id, min(class_id) as class_id, bool_or(named) as named
                  from school_event_participant_now where event_id = $1 group by participant_id) p
            join person q on q.id = p.participant_id
            left join class k on k.id = p.class_id
            left join school_event_seat_now w on w.event_id = $1 and w.participant_id = p.participant_id
            where p.named or w.answer is not null
            order by k.grade, k.name, q.family_name, q.given_name, q.id
            """,
            number,
        )
        return [
            EventPlace(
                participant=person_ref(row),
                class_=class_ref(row),
                answer=row["answer"] and EventAnswer(row["answer"]),
                standing=row["standing"] and EventStanding(row["standing"]),
                waiting=row["waiting"],
                answered_by=row["answered_by"],
                answered_at=row["answered_at"],
            )
            for row in rows
        ]

    async def concerned(self, number: int, participants: Collection[int]) -> Mapping[int, frozenset[int]]:
        rows = await self._connection.fetch(
            """
            select participant_id, array_agg(distinct person_id) as persons
            from (
                select g.student_id as participant_id, g.guardian_id as person_id from guardianship_now g
                where g.student_id = any($2::bigint[]) and has_service(g.scopes, 'diary') and is_family(g.relation)
                union all
                select p.participant_id, p.participant_id from school_event_participant_now p
                where p.event_id = $1 and p.participant_id = any($2::bigint[]) and p.addressed <> 'families'
            ) c
            group by participant_id
            """,
            number,
            list(participants),
        )
        return {row["participant_id"]: frozenset(row["persons"]) for row in rows}

    async def audience(self, number: int) -> frozenset[int]:
        rows = await self._connection.fetch(
            """
            with asked as (
                select p.participant_id, p.addressed from school_event_participant_now p
                where p.event_id = $1 and (p.named or exists (
                    select from school_event_seat w where w.event_id = $1 and w.participant_id = p.participant_id))
            )
            select a.participant_id as person_id from asked a where a.addressed <> 'families'
            union
            select g.guardian_id from asked a
            join guardianship_now g on g.student_id = a.participant_id and has_service(g.scopes, 'diary')
                and is_family(g.relation)
            where a.addressed <> 'staff'
            """,
            number,
        )
        return frozenset(row["person_id"] for row in rows)


def _words(asked: NewSchoolEvent) -> tuple[object, ...]:
    return (
        asked.kind.value,
        asked.title,
        asked.text,
        asked.place,
        asked.subject,
        asked.starts_at,
        asked.ends_at,
        asked.answer_until,
        asked.capacity,
        sorted({addressed.value for addressed in asked.city}),
    )


def _event(row: asyncpg.Record) -> SchoolEvent:
    return SchoolEvent(
        id=row["id"],
        school=SchoolRef(id=row["school_id"], name=row["school_name"], zone=row["zone"]),
        organiser=PersonRef(
            id=row["organiser_id"],
            name=Name(family=row["family_name"], given=row["given_name"], middle=row["middle_name"]),
        ),
        kind=EventKind(row["kind"]),
        title=row["title"],
        text=row["text"],
        place=row["place"],
        subject=row["subject"],
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        answer_until=row["answer_until"],
        capacity=row["capacity"],
        targets=_targets(row["targets"]),
        city=[Addressed(addressed) for addressed in row["city"]],
        revision=row["revision"],
        changed_at=row["changed_at"],
        cancelled=None
        if row["cancelled_at"] is None
        else Cancelled(at=row["cancelled_at"], because=row["cancelled_because"]),
        counts=EventCounts(**{field: row[field] for field in EventCounts.model_fields}),
        mine=_OWN_PLACES.validate_json(row["mine"]),
        chat=row["chat"],
        changes=False,
    )


def _targets(told: str | None) -> list[Target]:
    """Returns one target for each class, course, year or school, with all who are asked there."""
    found: dict[tuple[str, int | None], list[Addressed]] = {}
    for one in json.loads(told or "[]"):
        found.setdefault((one["of"], one["number"]), []).append(Addressed(one["to"]))
    field = {AudienceOf.CLASS: "class", AudienceOf.COURSE: "course", AudienceOf.GRADE: "grade"}
    return [
        Target.model_validate({"of": of, "to": to, **({} if number is None else {field[AudienceOf(of)]: number})})
        for (of, number), to in found.items()
    ]
