"""Second factors: `channels.second_factor.ports`."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from channels.second_factor.ports import FactorState, KeptFactor, Proof
from storage.pool import Connection

GRACE = timedelta(days=7)  # in which somebody may go on without a second factor that is asked from them


class PostgresSecondFactors:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def state(self, person: int) -> FactorState:
        row = await self._connection.fetchrow(
            """
            select a.password_hash is not null as has_password, f.set_at,
                   (select count(*) from recovery_code c where c.person_id = $1 and c.used_at is null) as codes_left,
                   exists (select from second_factor_required_now r where r.person_id = $1) as is_required,
                   case when lacks_second_factor($1) then a.second_factor_due_at end as due_at
            from (select) one
            left join account a on a.person_id = $1
            left join second_factor f on f.person_id = $1
            """,
            person,
        )
        assert row is not None
        return FactorState(**row)

    async def login_name(self, person: int) -> str | None:
        name: str | None = await self._connection.fetchval("select name from account where person_id = $1", person)
        return name

    async def asked_from(self, person: int) -> Proof | None:
        proof: Proof | None = await self._connection.fetchval(
            """
            select case
                when exists (select from second_factor f where f.person_id = $1 and f.salt is not null) then 'code'
                when exists (select from passkey k where k.person_id = $1 and k.ended_at is null and k.verifies)
                     and exists (select from second_factor_required_now r where r.person_id = $1) then 'passkey' end
            """,
            person,
        )
        return proof

    async def kept(self, person: int) -> KeptFactor | None:
        row = await self._connection.fetchrow(
            "select salt, set_at, last_step from second_factor where person_id = $1 and salt is not null for update",
            person,
        )
        return row and KeptFactor(**row)

    async def begin(self, person: int, salt: bytes, at: datetime) -> None:
        await self._connection.execute(
            """
            insert into second_factor (person_id, new_salt, new_at) values ($1, $2, $3)
            on conflict (person_id) do update set new_salt = excluded.new_salt, new_at = excluded.new_at
            """,
            person,
            salt,
            at,
        )

    async def begun(self, person: int, since: datetime) -> bytes | None:
        salt: bytes | None = await self._connection.fetchval(
            "select new_salt from second_factor where person_id = $1 and new_at >= $2 for update", person, since
        )
        return salt

    async def set_up(self, person: int, step: int, at: datetime) -> None:
        await self._connection.execute(
            """
            update second_factor set salt = new_salt, set_at = $3, last_step = $2, new_salt = null, new_at = null
            where person_id = $1
            """,
            person,
            step,
            at,
        )
        await self._connection.execute("update account set second_factor_due_at = null where person_id = $1", person)

    async def use_step(self, person: int, step: int) -> bool:
        return bool(
            await self._connection.fetchval(
                "update second_factor set last_step = $2 where person_id = $1 and last_step < $2 returning true",
                person,
                step,
            )
        )

    async def use_recovery_code(self, person: int, code_hash: bytes, at: datetime) -> bool:
        return bool(
            await self._connection.fetchval(
                """
                update recovery_code set used_at = $3
                where person_id = $1 and code_hash = $2 and used_at is null returning true
                """,
                person,
                code_hash,
                at,
            )
        )

    async def replace_recovery_codes(self, person: int, hashes: Sequence[bytes]) -> None:
        await self._connection.execute("delete from recovery_code where person_id = $1", person)
        await self._connection.executemany(
            "insert into recovery_code (person_id, code_hash) values ($1, $2)", [(person, one) for one in hashes]
        )

    async def end(self, person: int, at: datetime, *, passkeys: bool) -> bool:
        had = await end_second_factor(self._connection, person)
        if passkeys:
            ended = await self._connection.execute(
                "update passkey set ended_at = $2 where person_id = $1 and ended_at is null and verifies", person, at
            )
            had = had or not ended.endswith(" 0")
        if had:
            await count_rights_change(self._connection, person)
        return had

    async def roles(self, school: int) -> list[str]:
        rows = await self._connection.fetch(
            "select role from second_factor_role where school_id = $1 order by role", school
        )
        return [row["role"] for row in rows]

    async def set_roles(self, school: int, roles: Collection[str], by: int, at: datetime) -> None:
        await self._connection.execute(
            "delete from second_factor_role where school_id = $1 and role <> all($2::text[])", school, list(roles)
        )
        await self._connection.execute(
            """
            insert into second_factor_role (school_id, role, set_by, set_at)
            select $1, role, $3, $4 from unnest($2::text[]) as n (role)
            on conflict (school_id, role) do nothing
            """,
            school,
            list(roles),
            by,
            at,
        )


async def end_second_factor(connection: Connection, person: int) -> bool:
    """Ends a second factor and its recovery codes; if one is asked for, its time begins anew with the next sign-in.

    False if none was set up.
    """
    await connection.execute("update account set second_factor_due_at = null where person_id = $1", person)
    salts = await connection.fetch("delete from second_factor where person_id = $1 returning salt", person)
    return any(row["salt"] is not None for row in salts)


async def count_rights_change(connection: Connection, person: int) -> None:
    """Has the logins of somebody get new tokens with their next requests."""
    await connection.execute(
        """
        insert into rights_change (person_id, changes) values ($1, 1)
        on conflict (person_id) do update set changes = rights_change.changes + 1
        """,
        person,
    )


async def notice_due(connection: Connection, person: int) -> None:
    """Notes from when on somebody may not go on without a second factor; nothing if they have one, or need none."""
    await connection.execute(
        """
        update account a
        set second_factor_due_at = case when l.lacks then coalesce(a.second_factor_due_at, now() + $2::interval) end
        from (select lacks_second_factor($1) as lacks) l
        where a.person_id = $1 and l.lacks is distinct from (a.second_factor_due_at is not null)
        """,
        person,
        GRACE,
    )
