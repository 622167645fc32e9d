"""Rows that pass to the survivor of a merge: which tables, which columns, and what of a row may be there only once."""

from dataclasses import dataclass

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

    `key`: what finds a row again, with the column. `alike`: of rows that are the same in these a person has only one;
    None if a person may have any number. `where`: which rows pass, of `t` or `x`.
    """

    table: str
    column: str
    key: tuple[str, ...]
    alike: tuple[str, ...] | None
    where: str


def each(table: str, column: str, *, key: tuple[str, ...] = ("id",), where: str = "true") -> Moved:
    """Returns a column of which all rows pass."""
    return Moved(table, column, key, None, where)


def once(
    table: str, column: str, alike: tuple[str, ...], *, key: tuple[str, ...] | None = None, where: str = "true"
) -> Moved:
    """Returns a column of which a row stays where it is if the survivor has one like it; `()`: any one at all."""
    return Moved(table, column, alike if key is None else key, alike, where)


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
    once("appointment", "person_id", ("school_id", "office"), key=("id",), where=_OPEN),
    each("substitution", "teacher_id"),
    each("teacher_absence", "teacher_id"),
    once("membership", "person_id", ("chat_id",)),
    once("silence", "person_id", ("chat_id",)),
    once("join_request", "person_id", ("chat_id",)),
    once("chat_state", "person_id", ("chat_id",)),
    each("later_message", "person_id"),
    once("block", "person_id", ("blocked_id",), where="{0}.blocked_id <> $2"),
    once("block", "blocked_id", ("person_id",), where="{0}.person_id <> $2"),
    each("consent", "person_id"),
    each("consent", "student_id"),
    each("trust", "giver_id"),
    each("trust", "invitee_id"),
    each("trust", "more_by"),
    each("trust", "student_id"),
    each("guardianship", "given_by"),
    each("guardianship", "guardian_id", where="{0}.source like 'trust:%'"),
    each("guardianship", "student_id", where="{0}.source like 'trust:%'"),
    each("school_event", "organiser_id"),
    once("school_event_seat", "participant_id", ("event_id",)),
    each("school_event_seat", "answered_by", key=("event_id", "participant_id")),
    each("announcement", "author_id"),
    once("announcement_reader", "person_id", ("announcement_id",)),
    once("announcement_reason", "person_id", ("announcement_id", "addressed", "student_id")),
    once("announcement_reason", "student_id", ("announcement_id", "addressed", "person_id")),
    each("mark", "student_id"),
    once("attendance", "student_id", ("lesson_id",)),
    once("notice", "person_id", ("channel_id", "offset"), key=("id",), where="{0}.state in ('waiting', 'gathered')"),
    once("told_lesson", "person_id", ("lesson_id",)),
    once("calendar_address", "person_id", ("student_id",)),
    once("calendar_address", "student_id", ("person_id",)),
    once("portal_account", "person_id", ("portal_id",), key=("id",), where=_OPEN),
    each("ticket", "writer_id"),
    once("known_device", "person_id", ("device_hash",)),
    # settings that the survivor has never made
    once("notice_setting", "person_id", ()),
    once("notice_mode", "person_id", ("kind", "carrier")),
    once("mailbox", "person_id", ()),
    once("confirmed_telephone", "person_id", ()),
    once("office_hours", "person_id", ()),
)
