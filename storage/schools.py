"""Schools: their rules and classes."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from channels.people import ClassRef, SchoolRef
from channels.policy import SchoolRule, rules_in_force
from storage.pool import Connection


def rules(decided: Iterable[str]) -> frozenset[SchoolRule]:
    """Returns the rules in force, from texts like `staff_write_students=false`."""
    return rules_in_force({SchoolRule(rule): allowed == "true" for rule, _, allowed in map(_split, decided)})


def _split(text: str) -> tuple[str, str, str]:
    return text.partition("=")


async def classes_of_schools(connection: Connection) -> list[tuple[SchoolRef, ClassRef]]:
    """Returns the classes of all schools, by school, grade and name."""
    rows = await connection.fetch(
        """
        select s.id as school_id, s.name as school_name, s.zone, k.id, k.name, k.grade
        from class k join school s on s.id = k.school_id
        where stands(k.ended_at)
        order by s.name, s.id, k.grade, k.name, k.id
        """
    )
    return [
        (
            SchoolRef(id=row["school_id"], name=row["school_name"], zone=row["zone"]),
            ClassRef(id=row["id"], name=row["name"], grade=row["grade"]),
        )
        for row in rows
    ]


class PostgresSchools:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def zone(self, school: int) -> str:
        found: str = await self._connection.fetchval("select zone from school where id = $1", school)
        return found

    async def day(self, school: int, at: datetime) -> date:
        found: date = await self._connection.fetchval(
            "select ($2::timestamptz at time zone zone)::date from school where id = $1", school, at
        )
        return found

    async def some_names(self, most: int) -> list[str]:
        rows = await self._connection.fetch("select name from school where ended_at is null limit $1", most)
        return [row["name"] for row in rows]

    async def classes(self, school: int) -> list[ClassRef]:
        rows = await self._connection.fetch(
            "select id, name, grade from class where school_id = $1 and ended_at is null order by grade, name, id",
            school,
        )
        return [ClassRef(id=row["id"], name=row["name"], grade=row["grade"]) for row in rows]

    async def has_classes(self, school: int, classes: Collection[int]) -> bool:
        found: int = await self._connection.fetchval(
            "select count(*) from class where id = any($1::bigint[]) and school_id = $2 and ended_at is null",
            list(classes),
            school,
        )
        return found == len(set(classes))

    async def rules(self, schools: Collection[int]) -> Mapping[int, frozenset[SchoolRule]]:
        rows = await self._connection.fetch(
            """
            select s.id, array(select r.rule || '=' || r.allowed from school_rule r where r.school_id = s.id) as rules
            from unnest($1::bigint[]) as s (id)
            """,
            list(schools),
        )
        return {row["id"]: rules(row["rules"]) for row in rows}

    async def set_rule(self, school: int, rule: SchoolRule, allowed: bool, person: int, at: datetime) -> None:
        await self._connection.execute(
            """
            insert into school_rule (school_id, rule, allowed, set_by, set_at) values ($1, $2, $3, $4, $5)
            on conflict (school_id, rule) do update
            set allowed = excluded.allowed, set_by = excluded.set_by, set_at = excluded.set_at
            """,
            school,
            rule.value,
            allowed,
            person,
            at,
        )
