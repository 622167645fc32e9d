"""The catalogue of all refusals. Codes are stable; the edge chooses their wording and HTTP status."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class Reason(Enum):
    """Kind of a refusal: decides the HTTP status and whether trying again can help."""

    INVALID = "invalid"  # the request is wrong in itself
    UNAUTHENTICATED = "unauthenticated"  # nobody is signed in
    FORBIDDEN = "forbidden"  # the person may see this, but not do that
    NOT_FOUND = "not_found"  # does not exist, or this person may not know that it does
    GONE = "gone"  # existed, and does not any more
    CONFLICT = "conflict"  # the state has changed meanwhile; the present one comes with it
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"  # slow down; `retry_after` seconds come with it
    UNAVAILABLE = "unavailable"  # our fault, temporary: try again


@dataclass(frozen=True, slots=True)
class Code:
    """Code of a refusal. `number` is for error replies on the socket, which leaves 400-1999 to applications."""

    name: str
    reason: Reason
    number: int


class Codes:
    BAD_REQUEST = Code("bad_request", Reason.INVALID, 400)
    SIGN_IN_REQUIRED = Code("sign_in_required", Reason.UNAUTHENTICATED, 401)
    SIGN_IN_FAILED = Code("sign_in_failed", Reason.UNAUTHENTICATED, 402)
    FORBIDDEN = Code("forbidden", Reason.FORBIDDEN, 403)
    NOT_FOUND = Code("not_found", Reason.NOT_FOUND, 404)
    METHOD_NOT_ALLOWED = Code("method_not_allowed", Reason.INVALID, 405)
    FOREIGN_ORIGIN = Code("foreign_origin", Reason.FORBIDDEN, 406)
    WRONG_PASSWORD = Code("wrong_password", Reason.FORBIDDEN, 407)
    STALE = Code("stale", Reason.CONFLICT, 409)
    KEY_REUSED = Code("idempotency_key_reused", Reason.CONFLICT, 410)
    TOO_LARGE = Code("too_large", Reason.TOO_LARGE, 413)
    UNSUPPORTED_TYPE = Code("unsupported_type", Reason.INVALID, 415)
    PASSWORD_LENGTH = Code("password_length", Reason.INVALID, 416)
    PASSWORD_GUESSABLE = Code("password_guessable", Reason.INVALID, 417)
    SEVERAL_PEOPLE = Code("several_people", Reason.CONFLICT, 422)
    ACTIVATION_CODE_WRONG = Code("activation_code_wrong", Reason.NOT_FOUND, 423)
    NO_INVITATIONS_BY_MAIL = Code("no_invitations_by_mail", Reason.CONFLICT, 428)
    NO_INVITATIONS_BY_MESSAGE = Code("no_invitations_by_message", Reason.CONFLICT, 1581)
    TOO_MANY_CODES = Code("too_many_codes", Reason.TOO_MANY, 1559)
    OWN_CODE_WRONG = Code("own_code_wrong", Reason.INVALID, 1583)
    TELEPHONE_CODE_WRONG = Code("telephone_code_wrong", Reason.NOT_FOUND, 1582)
    NOBODY_TO_INVITE = Code("nobody_to_invite", Reason.CONFLICT, 424)
    PASSKEY_FAILED = Code("passkey_failed", Reason.FORBIDDEN, 425)
    TOO_MANY_PASSKEYS = Code("too_many_passkeys", Reason.CONFLICT, 426)
    SIGN_IN_AGAIN = Code("sign_in_again", Reason.FORBIDDEN, 427)
    INVITATION_DOES_NOT_OPEN = Code("invitation_does_not_open", Reason.NOT_FOUND, 418)
    INVITATION_USED = Code("invitation_used", Reason.CONFLICT, 419)
    INVITATION_EXPIRED = Code("invitation_expired", Reason.CONFLICT, 420)
    INVITATION_REPLACED = Code("invitation_replaced", Reason.CONFLICT, 421)
    HEADERS_TOO_LARGE = Code("headers_too_large", Reason.TOO_LARGE, 431)
    TOO_MANY_ATTEMPTS = Code("too_many_attempts", Reason.TOO_MANY, 429)
    TOO_MANY_WAITING = Code("too_many_waiting", Reason.TOO_MANY, 430)
    UNAVAILABLE = Code("unavailable", Reason.UNAVAILABLE, 503)
    MARK_OUTSIDE_SCALE = Code("mark_outside_scale", Reason.INVALID, 600)
    NOT_IN_COURSE = Code("student_not_in_course", Reason.INVALID, 601)
    NO_MARKS_IN_YEAR_ONE = Code("no_marks_in_year_one", Reason.INVALID, 602)
    UNKNOWN_LESSON = Code("lesson_not_in_course", Reason.INVALID, 603)
    UNKNOWN_KIND = Code("unknown_mark_kind", Reason.INVALID, 604)
    MARK_WITHDRAWN = Code("mark_withdrawn", Reason.CONFLICT, 605)
    DUPLICATE_CELL = Code("duplicate_cell", Reason.INVALID, 606)
    FUTURE_LESSON = Code("lesson_in_future", Reason.INVALID, 607)
    LESSON_CANCELLED = Code("lesson_cancelled", Reason.INVALID, 608)
    LESSON_NOT_BEGUN = Code("lesson_not_begun", Reason.INVALID, 609)
    LESSON_NOT_COVERED = Code("lesson_not_covered", Reason.FORBIDDEN, 610)
    ABSENT_AND_MARKED = Code("absent_and_marked", Reason.CONFLICT, 611)
    MAY_NOT_WRITE_TO = Code("may_not_write_to", Reason.FORBIDDEN, 700)
    EMPTY_MESSAGE = Code("empty_message", Reason.INVALID, 701)
    CONTROL_CHARACTERS = Code("control_characters", Reason.INVALID, 702)
    UNKNOWN_MENTION = Code("unknown_mention", Reason.INVALID, 703)
    UNKNOWN_REPLY = Code("unknown_reply", Reason.INVALID, 704)
    MESSAGE_WITHDRAWN = Code("message_withdrawn", Reason.CONFLICT, 705)
    NOT_YOUR_MESSAGE = Code("not_your_message", Reason.FORBIDDEN, 706)
    MAY_NOT_BRING = Code("may_not_bring", Reason.INVALID, 708)
    TOO_MANY_MEMBERS = Code("too_many_members", Reason.INVALID, 709)
    CHAT_NOT_LEFT = Code("chat_not_left", Reason.CONFLICT, 710)
    LAST_OWNER = Code("last_owner", Reason.CONFLICT, 711)
    TOO_MANY_PINS = Code("too_many_pins", Reason.CONFLICT, 707)
    FILE_NOT_ALLOWED = Code("file_not_allowed", Reason.INVALID, 800)
    FILE_DISAGREES = Code("file_disagrees", Reason.INVALID, 801)
    FILE_TOO_LARGE = Code("file_too_large", Reason.TOO_LARGE, 802)
    TOO_MANY_PIXELS = Code("too_many_pixels", Reason.INVALID, 803)
    PACKED_TOO_TIGHT = Code("packed_too_tight", Reason.INVALID, 804)
    FILE_INFECTED = Code("file_infected", Reason.INVALID, 805)
    SCANNER_AWAY = Code("scanner_away", Reason.UNAVAILABLE, 806)
    WRONG_OFFSET = Code("wrong_offset", Reason.CONFLICT, 807)
    UPLOAD_BUSY = Code("upload_busy", Reason.CONFLICT, 808)
    TOO_MANY_UPLOADS = Code("too_many_uploads", Reason.CONFLICT, 809)
    TOO_MANY_BYTES = Code("too_many_bytes", Reason.TOO_MANY, 810)
    UNKNOWN_FILE = Code("unknown_file", Reason.INVALID, 811)
    FILE_NOT_READY = Code("file_not_ready", Reason.CONFLICT, 812)
    FILE_ALREADY_SENT = Code("file_already_sent", Reason.CONFLICT, 813)
    FILE_DAMAGED = Code("file_damaged", Reason.GONE, 814)
    MAY_NOT_ANNOUNCE_TO = Code("may_not_announce_to", Reason.INVALID, 900)
    NOBODY_ADDRESSED = Code("nobody_addressed", Reason.CONFLICT, 901)
    AUDIENCE_CHANGED = Code("audience_changed", Reason.CONFLICT, 902)
    NAMES_CHILDREN = Code("names_children", Reason.CONFLICT, 903)
    ALREADY_SENT = Code("already_sent", Reason.CONFLICT, 904)
    NOT_SENT = Code("not_sent", Reason.CONFLICT, 905)
    NOT_IN_THE_FUTURE = Code("not_in_the_future", Reason.INVALID, 906)
    NOTHING_TO_CONFIRM = Code("nothing_to_confirm", Reason.CONFLICT, 907)
    REMINDED_LATELY = Code("reminded_lately", Reason.CONFLICT, 908)
    EVENT_CANCELLED = Code("event_cancelled", Reason.CONFLICT, 1000)
    ANSWERS_CLOSED = Code("answers_closed", Reason.CONFLICT, 1001)
    DECIDED_BY_OTHERS = Code("decided_by_others", Reason.CONFLICT, 1002)
    REPORT_CLOSED = Code("report_closed", Reason.CONFLICT, 1100)
    NOBODY_SAFEGUARDS = Code("nobody_safeguards", Reason.CONFLICT, 1101)
    CANNOT_BLOCK = Code("cannot_block", Reason.FORBIDDEN, 1102)
    NO_POLL = Code("no_poll", Reason.CONFLICT, 1200)
    POLL_CLOSED = Code("poll_closed", Reason.CONFLICT, 1201)
    TOO_MANY_WAITING_MESSAGES = Code("too_many_later_messages", Reason.CONFLICT, 1202)
    TOO_MANY_MESSAGES = Code("too_many_messages", Reason.TOO_MANY, 1204)
    SCHOOLS_DO_NOT_ALLOW = Code("schools_do_not_allow", Reason.CONFLICT, 1203)
    LINK_EXPIRED = Code("link_expired", Reason.GONE, 1300)
    UNKNOWN_ZONE = Code("unknown_zone", Reason.INVALID, 1301)
    MODE_NOT_ALLOWED = Code("mode_not_allowed", Reason.INVALID, 1302)
    NO_MAIL = Code("no_mail", Reason.CONFLICT, 1303)
    TOO_MANY_LETTERS = Code("too_many_letters", Reason.TOO_MANY, 1304)
    UNKNOWN_PUSH_SERVICE = Code("unknown_push_service", Reason.INVALID, 1305)
    NO_WAY = Code("no_way", Reason.CONFLICT, 1306)
    TOO_MANY_TICKETS = Code("too_many_tickets", Reason.TOO_MANY, 1400)
    TICKET_CLOSED = Code("ticket_closed", Reason.CONFLICT, 1401)
    TICKET_FULL = Code("ticket_full", Reason.CONFLICT, 1402)
    FEWER_THAN_GO = Code("fewer_than_go", Reason.CONFLICT, 1003)
    DAYS_END_FIRST = Code("days_end_first", Reason.INVALID, 1500)
    GRADES_END_FIRST = Code("grades_end_first", Reason.INVALID, 1501)
    PERIODS_OVERLAP = Code("periods_overlap", Reason.INVALID, 1502)
    BELL_NUMBER_TWICE = Code("bell_number_twice", Reason.INVALID, 1503)
    BELL_ENDS_FIRST = Code("bell_ends_first", Reason.INVALID, 1504)
    BELLS_OVERLAP = Code("bells_overlap", Reason.INVALID, 1505)
    BREAK_TOO_SHORT = Code("break_too_short", Reason.INVALID, 1506)
    BELL_SCHEDULE_TWICE = Code("bell_schedule_twice", Reason.INVALID, 1507)
    UNKNOWN_BELL_SCHEDULE = Code("unknown_bell_schedule", Reason.INVALID, 1508)
    BELL_RULE_TWICE = Code("bell_rule_twice", Reason.INVALID, 1509)
    BELLS_IN_THE_PAST = Code("bells_in_the_past", Reason.INVALID, 1510)
    ROOM_TWICE = Code("room_twice", Reason.INVALID, 1511)
    TIMETABLE_IN_THE_PAST = Code("timetable_in_the_past", Reason.INVALID, 1512)
    NO_SCHOOL_DAY = Code("no_school_day", Reason.INVALID, 1513)
    NO_SUCH_BELL = Code("no_such_bell", Reason.INVALID, 1514)
    TIMETABLE_CLASH = Code("timetable_clash", Reason.CONFLICT, 1515)
    LESSON_HAS_MARKS = Code("lesson_has_marks", Reason.CONFLICT, 1516)
    LESSON_IS_THERE = Code("lesson_is_there", Reason.CONFLICT, 1517)
    TEACHER_AWAY = Code("teacher_away", Reason.CONFLICT, 1518)
    NOT_IN_CLASS = Code("not_in_class", Reason.INVALID, 1519)
    OF_A_ROSTER = Code("of_a_roster", Reason.CONFLICT, 1520)
    IMPORT_HAS_DOUBTS = Code("import_has_doubts", Reason.CONFLICT, 1521)
    IMPORT_REMOVES_MUCH = Code("import_removes_much", Reason.CONFLICT, 1522)
    FILE_NOT_READ = Code("file_not_read", Reason.INVALID, 1523)
    PERSON_AGAIN = Code("person_again", Reason.CONFLICT, 1524)
    CLASS_AGAIN = Code("class_again", Reason.CONFLICT, 1525)
    LEADERSHIP_ONLY = Code("leadership_only", Reason.FORBIDDEN, 1526)
    GUARDIAN_RESTRICTED = Code("guardian_restricted", Reason.CONFLICT, 1527)
    ALREADY_GIVEN = Code("already_given", Reason.CONFLICT, 1528)
    CLASS_HAS_COURSES = Code("class_has_courses", Reason.CONFLICT, 1529)
    ROLE_MISSING = Code("role_missing", Reason.CONFLICT, 1530)
    NOTHING_TO_END = Code("nothing_to_end", Reason.CONFLICT, 1531)
    LAST_KEEPER = Code("last_keeper", Reason.CONFLICT, 1532)
    SECOND_FACTOR_NEEDED = Code("second_factor_needed", Reason.UNAUTHENTICATED, 1533)
    SECOND_FACTOR_WRONG = Code("second_factor_wrong", Reason.FORBIDDEN, 1534)
    SECOND_FACTOR_REQUIRED = Code("second_factor_required", Reason.FORBIDDEN, 1535)
    IMPORT_UNDER_WAY = Code("import_under_way", Reason.CONFLICT, 1536)
    IMPORT_NOT_READY = Code("import_not_ready", Reason.CONFLICT, 1537)
    IMPORT_ENDS_MUCH = Code("import_ends_much", Reason.CONFLICT, 1538)
    IMPORT_LIFTS_RESTRICTION = Code("import_lifts_restriction", Reason.CONFLICT, 1539)
    SET_IS_FULL = Code("set_is_full", Reason.TOO_LARGE, 1540)
    LESSONS_IN_THE_WAY = Code("lessons_in_the_way", Reason.CONFLICT, 1541)
    IMPORT_TERM_MISSING = Code("import_term_missing", Reason.INVALID, 1542)
    LESSONS_WITHOUT_BELL = Code("lessons_without_bell", Reason.CONFLICT, 1543)
    PORTAL_FAILED = Code("portal_failed", Reason.FORBIDDEN, 1544)
    PORTAL_AWAY = Code("portal_away", Reason.CONFLICT, 1545)
    NOT_MATCHED = Code("not_matched", Reason.FORBIDDEN, 1546)
    PORTAL_CHANGED = Code("portal_changed", Reason.CONFLICT, 1547)
    PORTAL_TAKEN = Code("portal_taken", Reason.CONFLICT, 1548)
    NO_ADMIN_BY_PORTAL = Code("no_admin_by_portal", Reason.CONFLICT, 1549)
    NO_PROFILE = Code("no_profile", Reason.CONFLICT, 1550)
    PASSWORD_OFF = Code("password_off", Reason.CONFLICT, 1580)
    CASE_DOES_NOT_OPEN = Code("case_does_not_open", Reason.NOT_FOUND, 1560)
    CASE_CLOSED = Code("case_closed", Reason.CONFLICT, 1561)
    CASE_ACT_UNFIT = Code("case_act_unfit", Reason.CONFLICT, 1562)
    APPLICATIONS_FULL = Code("applications_full", Reason.CONFLICT, 1563)
    APPLICATION_CODE_WRONG = Code("application_code_wrong", Reason.NOT_FOUND, 1564)
    APPLICATION_DOES_NOT_OPEN = Code("application_does_not_open", Reason.NOT_FOUND, 1565)
    APPLICATION_UNCONFIRMED = Code("application_unconfirmed", Reason.CONFLICT, 1566)
    APPLICATION_DECIDED = Code("application_decided", Reason.CONFLICT, 1567)
    CODE_OF_ANOTHER_SCHOOL = Code("code_of_another_school", Reason.INVALID, 1568)
    MERGE_SAME = Code("merge_same", Reason.CONFLICT, 1570)
    MERGE_CHAINED = Code("merge_chained", Reason.CONFLICT, 1571)
    MERGE_CHILD_AND_ADULT = Code("merge_child_and_adult", Reason.CONFLICT, 1572)
    MERGE_DIFFERENT_PEOPLE = Code("merge_different_people", Reason.CONFLICT, 1573)
    MERGE_RESTRICTED = Code("merge_restricted", Reason.CONFLICT, 1574)
    MERGE_SECOND_FACTOR = Code("merge_second_factor", Reason.CONFLICT, 1575)
    MERGE_NEEDS_BOTH_SCHOOLS = Code("merge_needs_both_schools", Reason.CONFLICT, 1576)
    MERGE_NEEDS_ANOTHER = Code("merge_needs_another", Reason.CONFLICT, 1577)
    MERGE_OVER = Code("merge_over", Reason.CONFLICT, 1578)
    SERVICE_NOT_YOURS = Code("service_not_yours", Reason.INVALID, 1551)
    TRUST_TOO_LONG = Code("trust_too_long", Reason.INVALID, 1552)
    TRUST_TOO_SHORT = Code("trust_too_short", Reason.INVALID, 1553)
    PHONE_INCOMPLETE = Code("phone_incomplete", Reason.INVALID, 1554)
    TRUST_IN_YOURSELF = Code("trust_in_yourself", Reason.INVALID, 1555)
    TRUST_ENDED = Code("trust_ended", Reason.CONFLICT, 1556)
    TRUST_NOT_OPEN = Code("trust_not_open", Reason.CONFLICT, 1557)
    TOO_MANY_TRUSTS = Code("too_many_trusts", Reason.CONFLICT, 1558)
    CONSENT_TEXT_CHANGED = Code("consent_text_changed", Reason.CONFLICT, 1584)
    CONSENT_TEXT_ENDED = Code("consent_text_ended", Reason.CONFLICT, 1585)
    TOO_MANY_CONSENT_TEXTS = Code("too_many_consent_texts", Reason.CONFLICT, 1586)
    CONSENT_NOT_IN_FORCE = Code("consent_not_in_force", Reason.CONFLICT, 1587)


CATALOGUE: dict[str, Code] = {c.name: c for c in vars(Codes).values() if isinstance(c, Code)}


@dataclass
class Refusal(Exception):
    """A refused request. `data` is machine-readable (the present state, the field, seconds to wait)."""

    code: Code
    data: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.code.name


Broken = list[tuple[str, Code]]
"""Broken rules as (field, code), in the order of the fields."""


def refuse(broken: Sequence[tuple[str, Code]]) -> None:
    """Raises the first broken rule, with all of them in `errors`; does nothing if there is none."""
    if broken:
        raise Refusal(broken[0][1], {"errors": [{"field": field, "code": code.name} for field, code in broken]})
