"""Publishes a change of rights in every channel concerned, so that open sessions learn of it.

Channels without any publication are included once somebody has signed in: a session listens to a channel before its
first fact. Before the first sign-in of a school there is nobody to tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from channels.publication import ChannelName, Publication
from channels.roster.model import (
    Course,
    Guardianship,
    Membership,
    RoleRow,
    Row,
    SchoolClass,
    Session,
    Teaching,
)
from channels.roster.plan import Changes, Plan
from storage import archive
from storage.pool import Connection

READERS_CHANGED = b'{"type":"readers_changed"}'
AT_ONCE = 500  # publications in one statement


async def tell(connection: Connection, plan: Plan) -> list[Publication]:
    """Publishes the changes of `plan`. Call it in the transaction that applied the plan, and after that."""
    channels = await _listened(connection, await _concerned(connection, plan))
    told: list[Publication] = []
    for start in range(0, len(channels), AT_ONCE):  # ids ascend from one statement to the next, too
        drafts = [
            archive.Draft(channel, None, READERS_CHANGED, changes_readers=True)
            for channel in channels[start : start + AT_ONCE]
        ]
        told += await archive.append(connection, drafts)
    return told


async def concerned(connection: Connection, people: Collection[int], classes: Collection[int]) -> list[ChannelName]:
    """Returns the channels whose readers may have changed with the ties of these people and classes, ended ones too."""
    return await _listened(connection, await _names(connection, "", {}, {"moved": people, "class": classes}))


async def _listened(connection: Connection, names: set[str]) -> list[ChannelName]:
    """Returns these channels and the chats that depend on them, without those that nobody can be listening to."""
    names = names | await _chats(connection, names)
    rows = await connection.fetch(
        """
        with signed_in as (
            select distinct 'person:' || person_id as name from login where ended_at is null and expires_at > now()
        )
        select n.name from unnest($1::text[]) as n (name) left join channel c on c.name = n.name
        where c.id is not null
           or n.name in (select name from signed_in)
           or (n.name not like 'person:%' and exists (select from signed_in))
        order by c.id nulls last, n.name
        """,
        sorted(names),
    )
    return [ChannelName(row["name"]) for row in rows]


def _rows(changes: Changes) -> Iterable[Row]:
    """Yields every row whose right began, ended or changed, in its old and its new form."""
    yield from changes.standing()
    for stored, _ in changes.changed:
        yield stored.row
    for stored in changes.ended:
        yield stored.row


def _memberships(plan: Plan, table: str) -> Iterable[Membership | Teaching]:
    for row in _rows(plan.tables[table]):
        assert isinstance(row, Membership | Teaching)
        yield row


def _other_roles(plan: Plan) -> set[str]:
    """Returns people with a role that ended, came back or changed: all their ties depend on it."""
    changes = plan.tables["role"]
    others = [*changes.changed, *changes.returned]
    rows = [stored.row for stored, _ in others] + [row for _, row in others] + [stored.row for stored in changes.ended]
    return {row.person for row in rows if isinstance(row, RoleRow)}


def _came_or_went(plan: Plan, table: str) -> list[int]:
    changes = plan.tables[table]
    return [stored.id for stored in changes.ended] + [stored.id for stored, _ in changes.returned]


async def _other_terms(connection: Connection, plan: Plan, table: str) -> list[int]:
    """Returns classes or courses whose times changed: they have other terms, or their terms have other days."""
    ids = [
        stored.id
        for stored, row in plan.tables[table].changed
        if isinstance(row, SchoolClass | Course)
        and isinstance(stored.row, SchoolClass | Course)
        and (stored.row.terms, stored.row.school) != (row.terms, row.school)
    ]
    sessions = [
        stored.id
        for stored, row in plan.tables["academic_session"].changed
        if isinstance(row, Session)
        and isinstance(stored.row, Session)
        and (stored.row.from_day, stored.row.until_day) != (row.from_day, row.until_day)
    ]
    rows = await connection.fetch(
        "select class_id as id from class_term where session_id = any($1::bigint[])"
        if table == "class"
        else "select course_id as id from course_term where session_id = any($1::bigint[])",
        sessions,
    )
    return ids + [row["id"] for row in rows]


async def _concerned(connection: Connection, plan: Plan) -> set[str]:
    people: set[str] = set()
    students: set[str] = set()  # students whose diary has other readers now
    in_class: dict[str, set[str]] = defaultdict(set)
    for row in _rows(plan.tables["role"]):
        assert isinstance(row, RoleRow)
        people.add(row.person)
        in_class["school"].add(row.school)
        if row.role == "student":
            students.add(row.person)
    for row in _rows(plan.tables["guardianship"]):
        assert isinstance(row, Guardianship)
        people.add(row.guardian)
        students.add(row.student)
        in_class["of_student"].add(row.student)
    for member in _memberships(plan, "class_enrolment"):
        people.add(member.person)
        students.add(member.person)
        in_class["class"].add(member.group)
        in_class["family_of"].add(member.person)
        in_class["teachers_of"].add(member.group)
    for member in _memberships(plan, "class_teacher"):
        people.add(member.person)
        in_class["class"].add(member.group)
        in_class["students_of"].add(member.group)
    for member in _memberships(plan, "course_enrolment"):
        people.add(member.person)
    for member in _memberships(plan, "teaching"):
        people.add(member.person)
        in_class["course"].add(member.group)
    by_source = {"person": people, "student": students, "other_role": _other_roles(plan), **in_class}
    joined = [one for join in plan.joins for one in (join.person, join.double) if one]
    by_id = {
        "class": _came_or_went(plan, "class") + await _other_terms(connection, plan, "class"),
        "course": _came_or_went(plan, "course") + await _other_terms(connection, plan, "course"),
        "moved": _came_or_went(plan, "person") + joined,
        "school": _came_or_went(plan, "school"),
    }
    return await _names(connection, plan.source, by_source, by_id)


async def _names(
    connection: Connection,
    source: str,
    by_source: Mapping[str, Collection[str]],
    by_id: Mapping[str, Collection[int]],
) -> set[str]:
    """Returns the names of the channels: ids for source ids, and one step along people's ties, even ended ones."""
    rows = await connection.fetch(
        """
        with
        -- whoever was merged into somebody else is that one
        of_roster as (select source_id, coalesce(merged_into, id) as id from person where source = $1),
        person_ as (select id from of_roster where source_id = any($2::text[])),
        student_ as (select id from of_roster where source_id = any($3::text[])),
        family_of as (select id from of_roster where source_id = any($4::text[])),
        of_student as (select id from of_roster where source_id = any($5::text[])),
        class_ as (select id from class where source = $1 and source_id = any($6::text[])
                   union select unnest($7::bigint[])),
        teachers_of as (select id from class where source = $1 and source_id = any($8::text[])
                        union select unnest($7::bigint[])),
        students_of as (select id from class where source = $1 and source_id = any($9::text[])
                        union select unnest($7::bigint[])),
        course_ as (select id from course where source = $1 and source_id = any($10::text[])
                    union select unnest($11::bigint[])),
        school_ as (select id from school where source = $1 and source_id = any($12::text[])),
        moved as (select unnest($13::bigint[]) as id  -- people who came or went, or whose role did, with all their ties
                  union select id from of_roster where source_id = any($15::text[])),
        closed as (select unnest($14::bigint[]) as id)  -- schools that did
        select 'person:' || id as name from person_
        union select 'diary:' || id from student_
        union select 'class:' || id from class_
        union select 'journal:' || id from course_
        union select 'school:' || id from school_
        union select 'person:' || g.guardian_id from guardianship g join family_of f on f.id = g.student_id
        union select 'person:' || t.teacher_id from class_teacher t join teachers_of c on c.id = t.class_id
        union select 'diary:' || e.student_id from class_enrolment e join students_of c on c.id = e.class_id
        union select 'class:' || e.class_id from class_enrolment e join of_student s on s.id = e.student_id
        union select 'person:' || t.teacher_id from teaching t where t.course_id = any($11::bigint[])
        union select 'person:' || e.student_id from class_enrolment e where e.class_id = any($7::bigint[])
        union select x.name from moved m cross join lateral (
            select 'person:' || m.id
            union all select 'diary:' || r.person_id from role r where r.person_id = m.id and r.role = 'student'
            union all select 'diary:' || g.student_id from guardianship g where g.guardian_id = m.id
            union all select 'person:' || g.guardian_id from guardianship g where g.student_id = m.id
            union all select 'class:' || e.class_id from class_enrolment e where e.student_id = m.id
            union all select 'person:' || t.teacher_id from class_enrolment e
                join class_teacher t on t.class_id = e.class_id where e.student_id = m.id
            union all select 'class:' || t.class_id from class_teacher t where t.teacher_id = m.id
            union all select 'diary:' || e.student_id from class_teacher t
                join class_enrolment e on e.class_id = t.class_id where t.teacher_id = m.id
            union all select 'journal:' || t.course_id from teaching t where t.teacher_id = m.id
            union all select 'school:' || r.school_id from role r where r.person_id = m.id
        ) as x (name)
        union select x.name from closed c cross join lateral (
            select 'school:' || c.id union all select 'person:' || r.person_id from role r where r.school_id = c.id
        ) as x (name)
        """,
        source,
        *[list(by_source.get(name, ())) for name in ("person", "student", "family_of", "of_student", "class")],
        list(by_id.get("class", ())),
        *[list(by_source.get(name, ())) for name in ("teachers_of", "students_of", "course")],
        list(by_id.get("course", ())),
        list(by_source.get("school", ())),
        list(by_id.get("moved", ())),
        list(by_id.get("school", ())),
        list(by_source.get("other_role", ())),
    )
    return {row["name"] for row in rows}


async def _chats(connection: Connection, names: set[str]) -> set[str]:
    """Returns the chats that people of these channels are or were in: who is in a chat depends on who they are.

    A class's channel stands for its chats and for those that its teachers read along; a person's and a student's diary
    stand for the chats they were brought into, their guardians' chats, and those of the school events they answered.
    """

    def of(kind: str) -> list[int]:
        return [int(name.partition(":")[2]) for name in names if name.startswith(kind)]

    rows = await connection.fetch(
        """
        with person_ as (
            select unnest($1::bigint[] || $2::bigint[]) as id
            union select g.guardian_id from guardianship g where g.student_id = any($2::bigint[])
        ), class_ as (
            select unnest($3::bigint[]) as id
            union select e.class_id from class_enrolment e where e.student_id = any($2::bigint[])
        )
        select c.id from chat c join class_ k on k.id = c.class_id
        union select m.chat_id from membership m join person_ p on p.id = m.person_id where m.left_at is null
        union select c.id from chat c join class_enrolment e on e.student_id in (c.first_id, c.second_id)
              join class_ k on k.id = e.class_id where c.kind = 'supervised'
        union select c.id from chat c join school_event_seat s on s.event_id = c.event_id
              where s.participant_id = any($1::bigint[] || $2::bigint[])
        """,
        of("person:"),
        of("diary:"),
        of("class:"),
    )
    return {f"chat:{row['id']}" for row in rows}
