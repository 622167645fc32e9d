"""Rows that pass to the survivor of a merge, and back.

Rights are rows that name a person, and hundreds of queries and views read them by that name. So the rows move, and no
query has to know of merges; what it costs is paid once, at the merge. Rows that rosters bring remember whose they are
(`origin_id`): imports find them by that, and new ones of that person join them. Of all other rows `merge_row` keeps
what was changed. Where both have the same row, both stay, and the survivor's says what is true of either; what the
other has written stays under the other's number, which is the same human's (docs/decisions/0031-merged-people.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.pool import Connection

OF_ROSTERS = (
    ("role", "person_id", "origin_id"),
    ("role_past", "person_id", "origin_id"),
    ("class_enrolment", "student_id", "origin_id"),
    ("class_enrolment_past", "student_id", "origin_id"),
    ("class_teacher", "teacher_id", "origin_id"),
    ("class_teacher_past", "teacher_id", "origin_id"),
    ("course_enrolment", "student_id", "origin_id"),
    ("course_enrolment_past", "student_id", "origin_id"),
    ("teaching", "teacher_id", "origin_id"),
    ("teaching_past", "teacher_id", "origin_id"),
    ("guardianship", "guardian_id", "origin_guardian_id"),
    ("guardianship", "student_id", "origin_student_id"),
    ("passkey", "person_id", "origin_id"),
)
"""Columns, each with the one that remembers whose a row is. The rights of a trust follow the trust instead."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A column whose rows pass to the survivor.

    `key`: what finds a row, with the column. `unless`: columns that may be the same only once for a person, so that the
    row stays if the survivor has one like it; those of the key if not given. `where`: which rows, of `t` or `x`.
    """

    table: str
    column: str
    key: tuple[str, ...]
    unless: tuple[str, ...] | None = None
    where: str = "true"

    @property
    def once(self) -> tuple[str, ...]:
        return self.key if self.unless is None else self.unless


@dataclass(frozen=True, slots=True)
class Said:
    """Statement of two rows, one of the survivor, one of the other, and how the survivor's says it from then on.

    `values`: the columns with what they become, of the survivor's row `t` and the other's `x`.
    """

    table: str
    key: str
    values: tuple[tuple[str, str], ...]


SAID = (
    Said(
        "membership",
        "chat_id",
        (
            ("left_at", "case when x.left_at is not null then t.left_at end"),
            (
                "role",
                """
                case when x.left_at is not null then t.role when t.left_at is not null then x.role
                     when 'owner' in (t.role, x.role) then 'owner'
                     when 'moderator' in (t.role, x.role) then 'moderator' else t.role end
                """,
            ),
        ),
    ),
    Said("silence", "chat_id", (("until", "greatest(t.until, x.until)"),)),
    Said("announcement_reader", "announcement_id", (("confirmed_at", "coalesce(t.confirmed_at, x.confirmed_at)"),)),
)
_OPEN = "{0}.ended_at is null"
MOVED = (
    Moved("appointment", "person_id", ("id",), ("school_id", "office"), _OPEN),
    Moved("substitution", "teacher_id", ("id",), ()),
    Moved("teacher_absence", "teacher_id", ("id",), ()),
    Moved("membership", "person_id", ("chat_id",)),
    Moved("silence", "person_id", ("chat_id",)),
    Moved("join_request", "person_id", ("chat_id",)),
    Moved("chat_state", "person_id", ("chat_id",)),
    Moved("later_message", "person_id", ("id",), ()),
    Moved("block", "person_id", ("blocked_id",), None, "{0}.blocked_id <> $2"),
    Moved("block", "blocked_id", ("person_id",), None, "{0}.person_id <> $2"),
    Moved("trust", "giver_id", ("id",), ()),
    Moved("trust", "invitee_id", ("id",), ()),
    Moved("trust", "more_by", ("id",), ()),
    Moved("trust", "student_id", ("id",), ()),
    Moved("guardianship", "given_by", ("id",), ()),
    Moved("guardianship", "guardian_id", ("id",), (), "{0}.source like 'trust:%'"),
    Moved("guardianship", "student_id", ("id",), (), "{0}.source like 'trust:%'"),
    Moved("school_event", "organiser_id", ("id",), ()),
    Moved("school_event_seat", "participant_id", ("event_id",)),
    Moved("school_event_seat", "answered_by", ("event_id", "participant_id"), ()),
    Moved("announcement", "author_id", ("id",), ()),
    Moved("announcement_reader", "person_id", ("announcement_id",)),
    Moved("announcement_reason", "person_id", ("announcement_id", "addressed", "student_id")),
    Moved("announcement_reason", "student_id", ("announcement_id", "addressed", "person_id")),
    Moved("mark", "student_id", ("id",), ()),
    Moved("attendance", "student_id", ("lesson_id",)),
    Moved("notice", "person_id", ("id",), ("channel_id", "offset"), "{0}.state in ('waiting', 'gathered')"),
    Moved("told_lesson", "person_id", ("lesson_id",)),
    Moved("calendar_address", "person_id", ("student_id",)),
    Moved("calendar_address", "student_id", ("person_id",)),
    Moved("portal_account", "person_id", ("id",), ("portal_id",), _OPEN),
    Moved("ticket", "writer_id", ("id",), ()),
    # settings that the survivor has never made
    Moved("notice_setting", "person_id", ()),
    Moved("notice_mode", "person_id", ("kind", "carrier")),
    Moved("mailbox", "person_id", ()),
    Moved("office_hours", "person_id", ()),
)


async def move(connection: Connection, merge: int, survivor: int, other: int) -> None:
    """Lets the survivor hold the other's rows."""
    for one in SAID:
        await _say_both(connection, merge, survivor, other, one)
    for table, column, origin in OF_ROSTERS:
        await connection.execute(
            f"update {table} set {column} = $1, {origin} = $2 where {column} = $2{_of_rosters(table)}", survivor, other
        )
    for moved in MOVED:
        await _move(connection, merge, survivor, other, moved)
    await _move_conversations(connection, merge, survivor, other)
    await _leave(connection, merge, other)


async def give_back(connection: Connection, merge: int, survivor: int, other: int) -> None:
    """Gives the other back what was moved, unless it has changed since."""
    for table, column, origin in OF_ROSTERS:
        await connection.execute(
            f"update {table} set {column} = $2, {origin} = null where {column} = $1 and {origin} = $2", survivor, other
        )
    await _give_back_conversations(connection, merge)
    for moved in reversed(MOVED):
        await _give_back(connection, merge, survivor, other, moved)
    for one in SAID:
        columns = [name for name, _ in one.values]
        await _restore(connection, merge, one.table, (one.key, "person_id"), columns)


def _of_rosters(table: str) -> str:
    return " and source not like 'trust:%'" if table == "guardianship" else ""


def _same(columns: Sequence[str]) -> str:
    return "".join(f' and x."{name}" is not distinct from t."{name}"' for name in columns)


def _json(columns: Sequence[str], of: str) -> str:
    return "jsonb_build_object(" + ", ".join(f"'{name}', {of}.\"{name}\"" for name in columns) + ")"


async def _move(connection: Connection, merge: int, survivor: int, other: int, moved: Moved) -> None:
    table, column = moved.table, moved.column
    twice = (
        "false"
        if moved.once == () and moved.key != ()
        else (f"exists (select from {table} x where x.{column} = $2{_same(moved.once)} and {moved.where.format('x')})")
    )
    await connection.execute(
        f"""
        with moved as (
            update {table} t set {column} = $2
            where t.{column} = $3 and {moved.where.format("t")} and not {twice}
            returning {_json(moved.key, "t")} as key
        )
        insert into merge_row (merge_id, of, key, before, after)
        select $1, '{table}.{column}', key, jsonb_build_object('{column}', $3::bigint),
               jsonb_build_object('{column}', $2::bigint)
        from moved
        """,
        merge,
        survivor,
        other,
    )


async def _give_back(connection: Connection, merge: int, survivor: int, other: int, moved: Moved) -> None:
    table, column = moved.table, moved.column
    keys = "".join(
        f' and t."{name}" is not distinct from (jsonb_populate_record(null::{table}, r.key))."{name}"'
        for name in moved.key
    )
    once = () if moved.once == () and moved.key != () else moved.once
    free = (
        f"and not exists (select from {table} x where x.{column} = $3{_same(once)} and {_plain(moved.where)})"
        if once or moved.key == ()
        else ""
    )
    await connection.execute(
        f"""
        update {table} t set {column} = $3
        from merge_row r
        where r.merge_id = $1 and r.of = '{table}.{column}' and t.{column} = $2{keys} {free}
        """,
        merge,
        survivor,
        other,
    )


def _plain(where: str) -> str:
    """Returns the condition for rows of the other, which meet what is said of the survivor anyway."""
    return "true" if "$2" in where else where.format("x")


async def _say_both(connection: Connection, merge: int, survivor: int, other: int, said: Said) -> None:
    names = [name for name, _ in said.values]
    sets = ", ".join(f"{name} = {value}" for name, value in said.values)
    await connection.execute(
        f"""
        with pairs as (
            select t.{said.key}, {_json(names, "t")} as before
            from {said.table} t join {said.table} x on x.{said.key} = t.{said.key} and x.person_id = $3
            where t.person_id = $2
        ), changed as (
            update {said.table} t set {sets}
            from {said.table} x
            where t.person_id = $2 and x.person_id = $3 and x.{said.key} = t.{said.key}
            returning t.{said.key}, {_json(names, "t")} as after
        )
        insert into merge_row (merge_id, of, key, before, after)
        select $1, '{said.table}', jsonb_build_object('{said.key}', c.{said.key}, 'person_id', $2::bigint), p.before,
               c.after
        from changed c join pairs p using ({said.key}) where p.before <> c.after
        """,
        merge,
        survivor,
        other,
    )


async def _leave(connection: Connection, merge: int, other: int) -> None:
    """Lets the other leave the chats in which both were."""
    await connection.execute(
        """
        with gone as (
            update membership t set left_at = now() where t.person_id = $2 and t.left_at is null
            returning t.chat_id, t.left_at
        )
        insert into merge_row (merge_id, of, key, before, after)
        select $1, 'membership', jsonb_build_object('chat_id', chat_id, 'person_id', $2::bigint),
               jsonb_build_object('left_at', null), jsonb_build_object('left_at', left_at)
        from gone
        """,
        merge,
        other,
    )


async def _move_conversations(connection: Connection, merge: int, survivor: int, other: int) -> None:
    """Makes the survivor one of two in the other's conversations; if there is one with the same person, both stay."""
    await connection.execute(
        """
        with pairs as (
            select c.id,
                   jsonb_build_object('first_id', c.first_id, 'second_id', c.second_id, 'joined', c.joined) as before,
                   case c.first_id when $3 then c.second_id else c.first_id end as partner
            from chat c where $3 in (c.first_id, c.second_id) and $2 not in (c.first_id, c.second_id)
        ), moved as (
            update chat c set first_id = least(p.partner, $2), second_id = greatest(p.partner, $2),
                joined = c.joined or exists (
                    select from chat o
                    where o.first_id = least(p.partner, $2) and o.second_id = greatest(p.partner, $2))
            from pairs p where c.id = p.id
            returning c.id, p.before,
                      jsonb_build_object('first_id', c.first_id, 'second_id', c.second_id, 'joined', c.joined) as after
        )
        insert into merge_row (merge_id, of, key, before, after)
        select $1, 'chat', jsonb_build_object('id', id), before, after from moved
        """,
        merge,
        survivor,
        other,
    )


async def _give_back_conversations(connection: Connection, merge: int) -> None:
    await _restore(connection, merge, "chat", ("id",), ("first_id", "second_id", "joined"))


async def _restore(connection: Connection, merge: int, table: str, key: Sequence[str], columns: Sequence[str]) -> None:
    """Gives rows that a merge changed what they said before; not those that say something else since then."""
    found = " and ".join(f't."{name}" = (jsonb_populate_record(null::{table}, r.key))."{name}"' for name in key)
    sets = ", ".join(f"{name} = (jsonb_populate_record(t, r.before)).{name}" for name in columns)
    unchanged = " and ".join(
        f"(jsonb_populate_record(t, r.after)).{name} is not distinct from t.{name}" for name in columns
    )
    await connection.execute(
        f"""
        update {table} t set {sets}
        from merge_row r
        where r.merge_id = $1 and r.of = '{table}' and {found}
          and {unchanged}
        """,
        merge,
    )
