"""Delivery profiles: modes that people chose, their addresses, and their quiet hours."""

from collections import defaultdict
from collections.abc import Collection, Mapping

import asyncpg

from channels.notices.ports import DeliveryProfile
from channels.notices.preferences import DEFAULTS, CarrierName, DigestTime, Mode, Modes, NoticeKind, Reachable
from channels.notices.quiet import QuietHours, Window, of_school
from storage.pool import Connection


class PostgresRecipients:
    _connection: Connection

    async def profiles(self, persons: Collection[int]) -> Mapping[int, DeliveryProfile]:
        rows = await self._connection.fetch(
            """
            select p.id, s.zone as own_zone, s.quiet_begins, s.quiet_ends, s.digest_hour, s.digest_weekday,
                   array(select e.id from endpoint e join login l on l.id = e.login_id and l.ended_at is null
                         where e.person_id = p.id order by e.id) as endpoints,
                   case when m.person_id is null then p.email is not null else m.refused_at is null end as has_mail,
                   p.phone is not null as has_phone
            from person p
            left join notice_setting s on s.person_id = p.id
            left join mailbox m on m.person_id = p.id
            where p.id = any($1::bigint[]) and p.ended_at is null
            """,
            list(persons),
        )
        modes = await modes_of(self._connection, persons)
        schools = await self._schools(persons)
        return {row["id"]: _ear(row, modes.get(row["id"], {}), schools.get(row["id"], [])) for row in rows}

    async def _schools(self, persons: Collection[int]) -> Mapping[int, list[asyncpg.Record]]:
        rows = await self._connection.fetch(
            """
            select distinct b.person_id, s.id, s.zone, q.begins, q.ends, q.weekend, q.closed
            from belongs_now b
            join school s on s.id = b.school_id
            left join school_quiet q on q.school_id = s.id
            where b.person_id = any($1::bigint[]) order by s.id
            """,
            list(persons),
        )
        of: dict[int, list[asyncpg.Record]] = defaultdict(list)
        for row in rows:
            of[row["person_id"]].append(row)
        return of


async def modes_of(connection: Connection, persons: Collection[int]) -> Mapping[int, Mapping[NoticeKind, Modes]]:
    """Returns for each person the kinds whose modes differ from the defaults."""
    rows = await connection.fetch(
        "select person_id, kind, carrier, mode from notice_mode where person_id = any($1::bigint[])", list(persons)
    )
    chosen: dict[int, dict[NoticeKind, dict[CarrierName, Mode]]] = defaultdict(dict)
    for row in rows:
        kind = NoticeKind(row["kind"])
        of_kind = chosen[row["person_id"]].setdefault(kind, dict(DEFAULTS[kind]))
        of_kind[CarrierName(row["carrier"])] = Mode(row["mode"])
    return chosen


def _ear(row: asyncpg.Record, modes: Mapping[NoticeKind, Modes], schools: list[asyncpg.Record]) -> DeliveryProfile:
    zone = row["own_zone"] or (schools[0]["zone"] if schools else "UTC")
    own: tuple[QuietHours, ...] = ()
    if row["quiet_begins"] is not None:
        own = (QuietHours(zone, (Window(row["quiet_begins"], row["quiet_ends"]),)),)
    digest = DigestTime(zone)
    if row["digest_hour"] is not None:
        digest = DigestTime(zone, row["digest_hour"], row["digest_weekday"])
    return DeliveryProfile(
        reachable=Reachable(
            tuple(row["endpoints"]), mail=0 if row["has_mail"] else None, phone=0 if row["has_phone"] else None
        ),
        digest=digest,
        school_quiet=tuple(_rule(school) for school in schools),
        own_quiet=own,
        zone=zone,
        modes=modes,
    )


def _rule(school: asyncpg.Record) -> QuietHours:
    night = None if school["begins"] is None else Window(school["begins"], school["ends"])
    return of_school(school["zone"], night, weekend=bool(school["weekend"]), closed=frozenset(school["closed"] or ()))
