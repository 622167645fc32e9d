"""Accounts that are given by who runs the server: for the first administrator, and in emergencies."""

import asyncpg

from channels.people import sign_in_name
from storage.logins import forget_logins
from storage.passkeys import end_passkeys
from storage.pool import Connection
from storage.portals import end_portal_accounts
from storage.second_factors import end_second_factor


class NameTaken(Exception):
    """Raised if another person signs in with this name, or did until they left."""

    def __init__(self, name: str, person: str, *, ended: bool) -> None:
        super().__init__(name)
        self.name, self.person, self.ended = name, person, ended


async def give_account(
    pool: asyncpg.Pool, source: str, source_id: str, name: str | None, password_hash: str, *, free: bool = False
) -> str | None:
    """Gives a rostered person an account, or a new password. Returns its name.

    Whoever was merged into somebody else is that one. The person's logins, passkeys, second factor and portals end, and
    passwords of admins open again where the person is one. Without `name` the account keeps its own, or takes the
    roster's. Returns None if there is no such person, or no name for the account. Raises `NameTaken` if somebody else
    signs in with it; with `free`, a person who has left loses it.
    """
    async with pool.acquire() as connection, connection.transaction():
        person = await connection.fetchrow(
            """
            select p.id, coalesce(a.name, p.username, '') as name
            from person o join person p on p.id = coalesce(o.merged_into, o.id)
            left join account a on a.person_id = p.id
            where o.source = $1 and o.source_id = $2
            """,
            source,
            source_id,
        )
        chosen = "" if person is None else sign_in_name(name if name is not None else person["name"])
        if person is None or not chosen:
            return None
        await _require_free(connection, chosen, person["id"], free=free)
        try:
            await connection.execute(
                """
                insert into account (person_id, name, password_hash) values ($1, $2, $3)
                on conflict (person_id) do update
                    set name = excluded.name, password_hash = excluded.password_hash, changed_at = now()
                """,
                person["id"],
                chosen,
                password_hash,
            )
        except asyncpg.UniqueViolationError:
            raise NameTaken(chosen, "", ended=False) from None
        await forget_logins(connection, person["id"])
        await end_passkeys(connection, person["id"])
        await end_second_factor(connection, person["id"])
        await end_portal_accounts(connection, person["id"])
        await connection.execute(
            """
            delete from password_off f using role_now r
            where r.person_id = $1 and f.school_id = r.school_id and f.role = r.role and r.role = 'admin'
            """,
            person["id"],
        )
    return chosen


async def _require_free(connection: Connection, name: str, person: int, *, free: bool) -> None:
    holder = await connection.fetchrow(
        """
        select p.id, concat_ws(' ', p.family_name, p.given_name) as name, p.ended_at is not null as ended
        from account a join person p on p.id = a.person_id where lower(a.name) = lower($1) and p.id <> $2
        """,
        name,
        person,
    )
    if holder is None:
        return
    if not (free and holder["ended"]):
        raise NameTaken(name, holder["name"], ended=holder["ended"])
    await connection.execute("delete from account where person_id = $1", holder["id"])
    await forget_logins(connection, holder["id"])
