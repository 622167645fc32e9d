"""Every column that names a person passes to the survivor of a merge, or is known to stay."""

import asyncpg

from storage.merging.rows import MOVED, OF_ROSTERS, SAID

# who has written or decided something, which stays as it was written; and what is kept for the sign-in of the other
STAYS = {
    ("account", "person_id"),
    ("announcement_reader", "person_id"),
    ("dispatch", "person_id"),
    ("endpoint", "person_id"),
    ("file", "person_id"),
    ("invitation", "person_id"),
    ("legal_hold", "person_id"),  # holds for both: storage/safety/retention.py
    ("login", "person_id"),
    ("message", "author_id"),
    ("mark", "author_id"),
    ("mark_revision", "author_id"),
    ("attendance", "author_id"),
    ("attendance_revision", "author_id"),
    ("lesson_change", "author_id"),
    ("person", "merged_into"),
    ("reaction", "person_id"),
    ("report_by", "person_id"),
    ("rights_change", "person_id"),
    ("second_factor", "person_id"),
    ("sign_in_case", "other_id"),
    ("sign_in_case", "person_id"),
    ("sign_in_case", "student_id"),
    ("teacher_absence", "author_id"),
    ("telephone_code", "person_id"),  # good for minutes, and for nobody who has ended
    ("ticket_entry", "person_id"),
    ("vote", "person_id"),
    ("audit", "person_id"),
}


async def test_every_column_that_names_a_person_is_considered(database: asyncpg.Pool) -> None:
    rows = await database.fetch(
        """
        select c.conrelid::regclass::text as "table", a.attname as "column"
        from pg_constraint c
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
        where c.contype = 'f' and c.confrelid = 'person'::regclass
        """
    )
    known = STAYS | {(table, column) for table, *columns in OF_ROSTERS for column in columns}
    known |= {(moved.table, moved.column) for moved in MOVED} | {(said.table, "person_id") for said in SAID}
    known |= {("chat", "first_id"), ("chat", "second_id")}
    left = {(row["table"], row["column"]) for row in rows} - known
    # who has set, made, taken or ended something
    assert {one for one in left if not one[1].endswith("_by") and one[0] not in ("merge", "message")} == set()
