"""People and the facts their rights follow from."""

from collections.abc import Collection, Iterable

import asyncpg

from channels import policy
from channels.people import (
    Child,
    ClassRef,
    Me,
    Name,
    PersonRef,
    Role,
    RoleAt,
    SchoolRef,
    Settings,
    StudentSelf,
    Viewer,
)
from channels.publication import ChannelName
from storage.pool import Connection


class PostgresPeople:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def viewers(self, persons: Collection[int]) -> dict[int, Viewer]:
        rows = await self._connection.fetch(
            """
            select p.id, person.share_seen,
                array(select r.role::text || '@' || r.school_id from role_now r where r.person_id = p.id
                      union select 'class_teacher@' || t.school_id from class_teacher_now t where t.teacher_id = p.id)
                    as roles,
                array(select distinct b.school_id from belongs_now b where b.person_id = p.id) as schools,
                array(select e.class_id from class_enrolment_now e where e.student_id = p.id
                      union select e.class_id from guardianship_now g
                          join class_enrolment_now e on e.student_id = g.student_id
                          where g.guardian_id = p.id and 'diary' = any(g.scopes)
                      union select t.class_id from class_teacher_now t where t.teacher_id = p.id
                      union select e.class_id from teaching_now t
                          join course_enrolment_now c on c.course_id = t.course_id
                          join class_enrolment_now e on e.student_id = c.student_id
                          where t.teacher_id = p.id) as classes,
                array(select distinct t.course_id from teaching_now t where t.teacher_id = p.id) as courses,
                array(select c.id from role_now r join course c on c.school_id = r.school_id and c.ended_at is null
                      where r.person_id = p.id and r.role = 'leadership') as courses_led,
                array(select distinct e.student_id from class_teacher_now t
                      join class_enrolment_now e on e.class_id = t.class_id
                      where t.teacher_id = p.id) as students_led,
                array(select g.student_id from guardianship_now g
                      where g.guardian_id = p.id and 'diary' = any(g.scopes)) as children,
                array(select x.student_id from restriction_now x where x.guardian_id = p.id) as restricted,
                array(select t.class_id from class_teacher_now t where t.teacher_id = p.id) as classes_led,
                array(select m.chat_id from member_now m where m.person_id = p.id) as chats,
                array(select c.id from role_now r
                      join chat c on c.school_id = r.school_id and c.kind = 'supervised'
                      where r.person_id = p.id and r.role = 'leadership') as chats_led,
                array(select s.school_id from safeguarding_now s where s.person_id = p.id) as safeguards
            from unnest($1::bigint[]) as p (id)
            join person on person.id = p.id and person.ended_at is null
            """,
            list(persons),
        )
        viewers = {person: Viewer(person) for person in persons}
        for row in rows:
            viewers[row["id"]] = Viewer(
                person=row["id"],
                roles=frozenset(_roles(row["roles"])),
                share_seen=row["share_seen"],
                **{
                    name: frozenset(row[name])
                    for name in (
                        "schools",
                        "classes",
                        "courses",
                        "courses_led",
                        "students_led",
                        "children",
                        "restricted",
                        "classes_led",
                        "chats",
                        "chats_led",
                        "safeguards",
                    )
                },
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

    async def keeper(self, person: int, course: int) -> Viewer:
        row = await self._connection.fetchrow(
            """
            select exists (select from teaching_now t where t.teacher_id = $1 and t.course_id = $2) as teaches,
                   exists (select from role_now r join course c on c.school_id = r.school_id and c.ended_at is null
                           where r.person_id = $1 and r.role = 'leadership' and c.id = $2) as leads
            """,
            person,
            course,
        )
        assert row is not None
        one = frozenset({course})
        return Viewer(
            person, courses=one if row["teaches"] else frozenset(), courses_led=one if row["leads"] else frozenset()
        )

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
            select p.id, p.family_name, p.given_name, p.middle_name, g.relation::text,
                   c.id as class_id, c.name as class_name, c.grade
            from guardianship_now g
            join person p on p.id = g.student_id
            left join class_enrolment_now e on e.student_id = p.id
            left join class c on c.id = e.class_id
            where g.guardian_id = $1 and 'diary' = any(g.scopes) and g.student_id = any($2::bigint[])
            order by c.grade desc nulls last, p.given_name, p.id
            """,
            viewer.person,
            list(viewer.children),
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
        )

    async def _student(self, viewer: Viewer) -> StudentSelf | None:
        if not viewer.has(Role.STUDENT):
            return None
        row = await self._connection.fetchrow(
            """
            select c.id as class_id, c.name as class_name, c.grade
            from class_enrolment_now e join class c on c.id = e.class_id where e.student_id = $1
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
    """From columns `id, family_name, given_name, middle_name`, each with the prefix."""
    return PersonRef(id=row[f"{prefix}id"], name=name(row, prefix))


def class_ref(row: asyncpg.Record) -> ClassRef | None:
    """From columns `class_id, class_name, grade`."""
    if row["class_id"] is None:
        return None
    return ClassRef(id=row["class_id"], name=row["class_name"], grade=row["grade"])
