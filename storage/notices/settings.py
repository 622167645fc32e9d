"""Settings that people made for their notices, and the notices they got."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from channels.notices.inputs import AskedQuiet, NewBrowser, NewNoticeSettings, NewSchoolQuiet
from channels.notices.model import Browser, DeliveryState, Mailbox, Told
from channels.notices.ports import NoteKind
from channels.notices.preferences import CarrierName, Modes, NoticeKind
from storage.counting import alone
from storage.notices.recipients import modes_of
from storage.pool import Connection


class PostgresNoticeSettings:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def chosen(self, person: int) -> NewNoticeSettings:
        row = await self._connection.fetchrow("select * from notice_setting where person_id = $1", person)
        if row is None:
            return NewNoticeSettings(language="ru")
        quiet = None
        if row["quiet_begins"] is not None:
            quiet = AskedQuiet(begins=row["quiet_begins"], ends=row["quiet_ends"])
        return NewNoticeSettings(
            language=row["language"],
            zone=row["zone"],
            quiet=quiet,
            digest_hour=row["digest_hour"],
            digest_weekday=row["digest_weekday"],
        )

    async def choose(self, person: int, asked: NewNoticeSettings) -> None:
        await self._connection.execute(
            """
            insert into notice_setting
                (person_id, language, zone, quiet_begins, quiet_ends, digest_hour, digest_weekday)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (person_id) do update
            set language = $2, zone = $3, quiet_begins = $4, quiet_ends = $5, digest_hour = $6, digest_weekday = $7
            """,
            person,
            asked.language,
            asked.zone,
            asked.quiet and asked.quiet.begins,
            asked.quiet and asked.quiet.ends,
            asked.digest_hour,
            asked.digest_weekday,
        )

    async def ways(self, person: int) -> Mapping[NoticeKind, Modes]:
        return (await modes_of(self._connection, [person])).get(person, {})

    async def choose_ways(self, person: int, kind: NoticeKind, modes: Modes) -> None:
        await self._connection.execute(
            """
            insert into notice_mode (person_id, kind, carrier, mode)
            select $1, $2, * from unnest($3::text[], $4::text[])
            on conflict (person_id, kind, carrier) do update set mode = excluded.mode
            """,
            person,
            kind.value,
            [carrier.value for carrier in modes],
            [mode.value for mode in modes.values()],
        )

    async def browsers(self, person: int, login: int) -> list[Browser]:
        rows = await self._connection.fetch(
            """
            select e.id, e.added_at, e.login_id = $2 as mine from endpoint e
            join login l on l.id = e.login_id and l.ended_at is null
            where e.person_id = $1 order by e.id
            """,
            person,
            login,
        )
        return [Browser(id=row["id"], added_at=row["added_at"], mine=row["mine"]) for row in rows]

    async def add_browser(self, person: int, login: int, asked: NewBrowser, at: datetime, at_most: int) -> int:
        number: int = await self._connection.fetchval(
            """
            insert into endpoint (person_id, login_id, url, p256dh, auth, added_at) values ($1, $2, $3, $4, $5, $6)
            on conflict (url) do update
            set person_id = $1, login_id = $2, p256dh = $4, auth = $5, added_at = $6
            returning id
            """,
            person,
            login,
            asked.url,
            asked.p256dh,
            asked.auth,
            at,
        )
        await self._connection.execute(
            "delete from endpoint where id in"
            " (select id from endpoint where person_id = $1 order by added_at desc, id desc offset $2)",
            person,
            at_most,
        )
        return number

    async def drop_browser(self, person: int, browser: int) -> bool:
        done: str = await self._connection.execute(
            "delete from endpoint where id = $1 and person_id = $2", browser, person
        )
        return done != "DELETE 0"

    async def mailbox(self, person: int) -> Mailbox | None:
        row = await self._connection.fetchrow(
            """
            select coalesce(m.address, p.email) as address, m.confirmed_at is not null as confirmed,
                   m.refused_at is not null as refused
            from person p left join mailbox m on m.person_id = p.id where p.id = $1
            """,
            person,
        )
        if row is None or row["address"] is None:
            return None
        return Mailbox(address=row["address"], confirmed=row["confirmed"], refused=row["refused"])

    async def phone(self, person: int) -> str | None:
        number: str | None = await self._connection.fetchval("select phone from person where id = $1", person)
        return number

    async def notes_since(self, person: int, moment: datetime) -> int:
        await alone(self._connection, person)
        number: int = await self._connection.fetchval(
            "select count(*) from dispatch where person_id = $1 and made_at > $2 and note ->> 'kind' = any($3::text[])",
            person,
            moment,
            [NoteKind.CONFIRM_ADDRESS.value, NoteKind.TRIED.value],
        )
        return number

    async def confirm_address(self, person: int, address: str, at: datetime) -> None:
        await self._connection.execute(
            """
            insert into mailbox (person_id, address, confirmed_at) values ($1, $2, $3)
            on conflict (person_id) do update
            set address = $2, confirmed_at = $3, refused_at = null, problem = ''
            """,
            person,
            address,
            at,
        )

    async def school_quiet(self, school: int) -> tuple[str, NewSchoolQuiet]:
        row = await self._connection.fetchrow(
            """
            select s.zone, q.begins, q.ends, coalesce(q.weekend, false) as weekend, coalesce(q.closed, '{}') as closed
            from school s left join school_quiet q on q.school_id = s.id where s.id = $1
            """,
            school,
        )
        assert row is not None
        quiet = None if row["begins"] is None else AskedQuiet(begins=row["begins"], ends=row["ends"])
        return row["zone"], NewSchoolQuiet(quiet=quiet, weekend=row["weekend"], closed=sorted(row["closed"]))

    async def set_school_quiet(self, school: int, asked: NewSchoolQuiet) -> None:
        await self._connection.execute(
            """
            insert into school_quiet (school_id, begins, ends, weekend, closed) values ($1, $2, $3, $4, $5)
            on conflict (school_id) do update set begins = $2, ends = $3, weekend = $4, closed = $5
            """,
            school,
            asked.quiet and asked.quiet.begins,
            asked.quiet and asked.quiet.ends,
            asked.weekend,
            sorted(set(asked.closed)),
        )

    async def told(self, person: int, before: int | None, limit: int) -> list[Told]:
        rows = await self._connection.fetch(
            """
            select id, kind, published_at, state, why, acted_at,
                   case when state = 'waiting' then held_until end as held_until
            from notice where person_id = $1 and ($2::bigint is null or id < $2) order by id desc limit $3
            """,
            person,
            before,
            limit,
        )
        carried = await self._connection.fetch(
            """
            select j.notice_id, d.carrier, d.state, d.settled_at, d.problem
            from dispatch_notice j join dispatch d on d.id = j.dispatch_id
            where j.notice_id = any($1::bigint[]) order by d.id
            """,
            [row["id"] for row in rows],
        )
        ways: dict[int, list[DeliveryState]] = defaultdict(list)
        for row in carried:
            way = DeliveryState(
                carrier=CarrierName(row["carrier"]), state=row["state"], at=row["settled_at"], problem=row["problem"]
            )
            ways[row["notice_id"]].append(way)
        return [Told(**row, ways=ways[row["id"]]) for row in rows]
