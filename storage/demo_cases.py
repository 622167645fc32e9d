"""People of the demo school with whose records something is wrong. For nothing else: nobody is told of it."""

import secrets
from enum import Enum
from typing import NamedTuple

from channels.people import Name
from storage.pool import Connection


class ParentRow(NamedTuple):
    """A parent without a sign-in, who follows a child of a class."""

    person: int
    name: Name
    email: str
    student: int
    child: Name
    class_: str


class Wrong(Enum):
    """Fault in the records of somebody."""

    NO_PATRONYMIC = "no_patronymic"
    LATIN = "latin"
    DOUBLE = "double"
    ENDED = "ended"
    RESTRICTED = "restricted"
    USED = "used"
    EXPIRED = "expired"


async def parents_without_sign_in(connection: Connection, school: int, most: int) -> list[ParentRow]:
    """Returns parents of different children, who have a patronymic, and a name that nobody else of the school has."""
    rows = await connection.fetch(
        """
        select distinct on (s.id) p.id, p.family_name, p.given_name, p.middle_name, p.email, s.id as student,
               s.family_name as child_family, s.given_name as child_given, k.name as class
        from guardianship_now g
        join person p on p.id = g.guardian_id and p.email is not null and p.middle_name <> ''
        join person s on s.id = g.student_id
        join class_enrolment_now e on e.student_id = s.id and e.school_id = $1
        join class k on k.id = e.class_id
        where is_family(g.relation) and length(p.family_name) > 3
          and not exists (select from account a where a.person_id = p.id)
          and not exists (select from invitation i where i.person_id = p.id)
          and (select count(*) from guardianship o where o.guardian_id = p.id) = 1
          and not exists (select from person o where o.id <> p.id and o.family_name = p.family_name
                          and o.given_name = p.given_name)
          and not exists (select from person o join class_enrolment_now x on x.student_id = o.id and x.class_id = k.id
                          where o.id <> s.id and o.family_name = s.family_name and o.given_name = s.given_name)
        order by s.id, p.id limit $2
        """,
        school,
        most,
    )
    return [
        ParentRow(
            row["id"],
            Name(family=row["family_name"], given=row["given_name"], middle=row["middle_name"]),
            row["email"],
            row["student"],
            Name(family=row["child_family"], given=row["child_given"]),
            row["class"],
        )
        for row in rows
    ]


async def spoil(connection: Connection, school: int, parent: ParentRow, wrong: Wrong, mixed: str, hashed: str) -> None:
    """Makes somebody's records wrong. `mixed`: their family name in two alphabets; `hashed`: of a sign-in."""
    person, student = parent.person, parent.student
    if wrong is Wrong.NO_PATRONYMIC:
        await connection.execute("update person set middle_name = '' where id = $1", person)
    elif wrong is Wrong.LATIN:
        await connection.execute("update person set family_name = $2 where id = $1", person, mixed)
    elif wrong is Wrong.ENDED:
        await connection.execute(
            "update guardianship set until_day = current_date - 120 where guardian_id = $1 and student_id = $2",
            person,
            student,
        )
    elif wrong is Wrong.RESTRICTED:
        await connection.execute(
            "update guardianship set restricted = true where guardian_id = $1 and student_id = $2", person, student
        )
    elif wrong is Wrong.DOUBLE:
        await connection.execute(
            """
            with made as (
                insert into person (source, source_id, family_name, given_name, middle_name, email)
                select source, source_id || '-again', family_name, given_name, middle_name, 'new.' || email
                from person where id = $1 returning id, source, source_id
            )
            insert into role (source, source_id, person_id, school_id, role)
            select source, source_id, id, $2, 'guardian' from made
            """,
            person,
            school,
        )
    elif wrong is Wrong.USED:
        await connection.execute(
            "insert into account (person_id, name, password_hash) values ($1, $2, $3)", person, parent.email, hashed
        )
    if wrong in (Wrong.USED, Wrong.EXPIRED):
        await connection.execute(
            """
            insert into invitation (school_id, person_id, medium, token_hash, code_hash, made_at, expires_at, used_at)
            values ($1, $2, 'mail', sha256($4), sha256($5), now() - interval '40 days', now() - interval '10 days',
                    case when $3 then now() - interval '38 days' end)
            """,
            school,
            person,
            wrong is Wrong.USED,
            secrets.token_bytes(32),
            secrets.token_bytes(32),
        )
