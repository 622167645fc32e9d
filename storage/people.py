"""People and the facts that decide their rights."""

from collections.abc import Collection, Iterable

import asyncpg

from channels import policy
from channels.people import (
    Child,
    ClassRef,
    CourseRights,
    Cover,
    Me,
    Name,
    PersonRef,
    Role,
    RoleAt,
    SchoolRef,
    SecondFactorDue,
    Settings,
    StudentSelf,
    Viewer,
)
from channels.publication import ChannelName
from storage.pool import Connection

# The facts of `viewer_of` that are sets of ids.
SETS = (
    "schools",
    "classes",
    "classes_led",
    "courses",
    "courses_led",
    "courses_followed",
    "students_led",
    "children",
    "left",
    "restricted",
    "chats",
    "chats_led",
    "safeguards",
    "timetables",
)


class PostgresPeople:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def viewers(self, persons: Collection[int]) -> dict[int, Viewer]:
        rows = await self._connection.fetch(
            """
            select p.id, p.share_seen, v.*
            from person p cross join lateral viewer_of(p.id) v
            where p.id = any($1::bigint[]) and p.ended_at is null
            """,
            list(persons),
        )
        viewers = {person: Viewer(person) for person in persons}
        for row in rows:
            viewers[row["id"]] = Viewer(
                person=row["id"],
                roles=frozenset(_roles(row["roles"] or ())),
                share_seen=row["share_seen"],
                **{name: frozenset(row[name] or ()) for name in SETS},
            )
        return viewers

    async def roles(self, persons: Collection[int]) -> dict[int, Viewer]:
        rows = await self._connection.fetch(
            """
            select p.id, p.share_seen,
                array(select r.role::text || '@' || r.school_id from role_now r where r.person_id = p.id
                      union select 'class_teacher@' || t.school_id from class_teacher_now t where t.teacher_id = p.id)
                    as roles
            from person p where p.id = any($1::bigint[]) and p.ended_at is null
            """,
            list(persons),
        )
        known = {
            row["id"]: Viewer(row["id"], frozenset(_roles(row["roles"])), share_seen=row["share_seen"]) for row in rows
        }
        return {person: known.get(person, Viewer(person)) for person in persons}

    async def rights_in_course(self, person: int, course: int) -> CourseRights:
        rows = await self._connection.fetch(
            """
            select t.covers, t.covers_from, t.covers_until, t.lesson_id
            from teaching_now t where t.teacher_id = $1 and t.course_id = $2
            union all
            select null, null, null, null
            from role_now r join course c on c.school_id = r.school_id and c.ended_at is null
            where r.person_id = $1 and r.role = 'leadership' and c.id = $2
            """,
            person,
            course,
        )
        return CourseRights(
            leads=any(row["covers"] is None for row in rows),
            teaches=any(row["covers"] is False for row in rows),
            covers=tuple(
                Cover(row["covers_from"], row["covers_until"], row["lesson_id"]) for row in rows if row["covers"]
            ),
        )

    async def class_teachers(self, students: Collection[int]) -> dict[int, PersonRef]:
        rows = await self._connection.fetch(
            """
            select s.id as student_id, p.id, p.family_name, p.given_name, p.middle_name
            from unnest($1::bigint[]) s (id)
            cross join lateral (
                select e.class_id from class_enrolment_now e where e.student_id = s.id offset 0) e
            cross join lateral (
                select t.teacher_id from class_teacher_now t where t.class_id = e.class_id offset 0) t
            join person p on p.id = t.teacher_id
            order by s.id, p.id desc
            """,
            list(students),
        )
        return {row["student_id"]: person_ref(row) for row in rows}

    async def schools_of_student(self, student: int) -> list[int]:
        rows = await self._connection.fetch(
            "select distinct school_id from role_now where person_id = $1 and role = 'student'", student
        )
        return [row["school_id"] for row in rows]

    async def ref(self, person: int) -> PersonRef:
        row = await self._connection.fetchrow(
            "select id, family_name, given_name, middle_name from person where id = $1", person
        )
        assert row is not None
        return person_ref(row)

    async def names(self, persons: Collection[int]) -> dict[int, Name]:
        rows = await self._connection.fetch(
            "select id, family_name, given_name, middle_name from person where id = any($1::bigint[])", list(persons)
        )
        return {row["id"]: name(row) for row in rows}

    async def me(self, viewer: Viewer) -> Me:
        schools = await self._connection.fetch(
            "select id, name, zone from school where id = any($1::bigint[]) order by id", list(viewer.schools)
        )
        children = await self._connection.fetch(
            """
            select p.id, p.family_name, p.given_name, p.middle_name, f.relation,
                   c.id as class_id, c.name as class_name, c.grade
            from (
                select g.student_id, min(g.relation)::text as relation from (
                    select g.student_id, g.relation from guardianship_now g
                    where g.guardian_id = $1 and has_service(g.scopes, 'diary') and g.student_id = any($2::bigint[])
                    union all
                    select l.student_id, l.relation from leaver_reader_now l
                    where l.person_id = $1 and l.student_id <> $1 and l.student_id = any($3::bigint[])
                ) g group by g.student_id
            ) f
            join person p on p.id = f.student_id
            left join class c on c.id = (select min(e.class_id) from class_enrolment_now e where e.student_id = p.id)
            order by c.grade desc nulls last, p.given_name, p.id
            """,
            viewer.person,
            list(viewer.children),
            list(viewer.left - viewer.restricted),
        )
        return Me(
            person=await self.ref(viewer.person),
            schools=[SchoolRef(id=row["id"], name=row["name"], zone=row["zone"]) for row in schools],
            roles=[RoleAt(role=role, school=school) for role, school in sorted(viewer.roles)],
            children=[
                Child(
                    id=row["id"],
                    name=name(row),
                    class_=class_ref(row),
                    relation=row["relation"],
                    channel=ChannelName(f"diary:{row['id']}"),
                )
                for row in children
            ],
            student=await self._student(viewer),
            channels=policy.channels_of(viewer),
            settings=Settings(share_seen=policy.lets_seen_be_known(viewer)),
            safeguards=sorted(viewer.safeguards),
            timetables=policy.timetables_kept(viewer),
            second_factor=await self._second_factor(viewer.person),
        )

    async def _second_factor(self, person: int) -> SecondFactorDue | None:
        row = await self._connection.fetchrow(
            """
            select second_factor_due_at as until, second_factor_due_at <= now() as is_over
            from account where person_id = $1 and second_factor_due_at is not null and lacks_second_factor($1)
            """,
            person,
        )
        return row and SecondFactorDue(**row)

    async def _student(self, viewer: Viewer) -> StudentSelf | None:
        if not policy.reads_diary(viewer, viewer.person):
            return None
        row = await self._connection.fetchrow(
            """
            select c.id as class_id, c.name as class_name, c.grade
            from class c where c.id = (select min(e.class_id) from class_enrolment_now e where e.student_id = $1)
            """,
            viewer.person,
        )
        return StudentSelf(
            id=viewer.person,
            class_=class_ref(row) if row else None,
            channel=ChannelName(f"diary:{viewer.person}"),
        )

    async def set_share_seen(self, person: int, value: bool) -> None:
        await self._connection.execute("update person set share_seen = $2 where id = $1", person, value)


def _roles(texts: Iterable[str]) -> Iterable[tuple[Role, int]]:
    for text in texts:
        role, _, school = text.partition("@")
        yield Role(role), int(school)


def name(row: asyncpg.Record, prefix: str = "") -> Name:
    return Name(
        family=row[f"{prefix}family_name"],
        given=row[f"{prefix}given_name"],
        middle=row[f"{prefix}middle_name"],
    )


def person_ref(row: asyncpg.Record, prefix: str = "") -> PersonRef:
    """Makes a reference from the columns `id, family_name, given_name, middle_name`, each with the prefix."""
    return PersonRef(id=row[f"{prefix}id"], name=name(row, prefix))


def class_ref(row: asyncpg.Record) -> ClassRef | None:
    """Makes a reference from the columns `class_id, class_name, grade`; None without a class."""
    if row["class_id"] is None:
        return None
    return ClassRef(id=row["class_id"], name=row["class_name"], grade=row["grade"])
