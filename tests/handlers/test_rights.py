"""Every route, rpc, channel kind and publish against every role. What has no row here fails."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from channels import policy
from channels.errors import CATALOGUE, Reason
from channels.portals.inputs import Claims
from handlers.actions.action import Access, Action
from handlers.actions.tables import ACTIONS
from tests.support.announcements import announced, to_class
from tests.support.consents import answer as answered
from tests.support.consents import new_text, published
from tests.support.files import picture, sent_file
from tests.support.post import expanded
from tests.support.school import PASSWORD, PEOPLE, School, read_school
from tests.support.school_events import days_from_now, planned, trip
from tests.support.serving import Answer, Caller, Served
from tests.support.trusts import offered, trust
from tests.support.wire import wire


@pytest.fixture(scope="module")
def served(shared: Served) -> Served:
    return shared


@pytest.fixture(scope="module")
async def school(served: Served) -> School:
    return await read_school(served.server.pool)


SIGNED_IN = set(PEOPLE) - {"gone"}
DIARY = {"anya", "olga", "maria"}
DIARY_PAGE = DIARY | {"clara"}  # leadership, noted each time
JOURNAL = {"maria", "lev", "clara"}
CHAT = {"olga", "maria"}
WRITE_TO_MARIA = {"olga", "boris", "lev", "nina", "clara", "sysop", "anya", "misha"}
SCHOOL = SIGNED_IN - {"foreign_student", "foreign_guardian", "foreign_teacher"}
STAFF = {"maria", "lev", "nina", "clara", "sysop"}
GROUP = {"maria", "olga"}
ADDRESSED = {"olga", "boris"}  # the families of 5А
ANNOUNCES = {"maria", "clara"}
SAFEGUARD = {"nina"}
OFFICE = {"clara", "sysop"}
TICKET = {"olga"} | OFFICE
TRUST = {"olga", "aunt"} | OFFICE  # Olga's, of Anya, offered to the aunt
ASKED = {"olga", "boris", "anya", "misha"} | ANNOUNCES  # to come to a trip of 5А, or answers for who is

PORTAL = {"name_ru": "Портал", "name_en": "Portal", "client_id": "client", "roles": ["guardian"]}

REGISTER = (
    "people_of_school",
    "person_of_school",
    "add_person",
    "correct_person",
    "end_person",
    "give_role",
    "end_role",
    "join_class",
    "leave_class",
    "name_guardian",
    "end_guardian",
    "restrict_guardian",
    "lift_restriction",
    "register_classes",
    "add_class",
    "correct_class",
    "set_class_profile",
    "end_class",
)

# action -> who may, or is told why not, for Anya's diary, the course of mathematics, a mark in
# it, the chat of Olga and Maria, a file that Olga sent there, a group that Maria looks after and Olga is in, and an
# announcement of Maria's to the families of 5А, a trip of 5А that she
# organises, Maria's report of a message, and a ticket of Olga's
ALLOWED: dict[str, set[str]] = {
    "sign_out": SIGNED_IN,
    "connection_token": SIGNED_IN,
    "my_logins": SIGNED_IN,
    "end_login": {"olga"},
    "end_other_logins": SIGNED_IN,
    "change_password": SIGNED_IN,
    "my_passkeys": SIGNED_IN,
    "start_passkey": SIGNED_IN,
    "add_passkey": set(),
    "remove_passkey": {"olga"},
    "my_second_factor": SIGNED_IN,
    "start_second_factor": SIGNED_IN,
    "set_second_factor": set(),
    "renew_recovery_codes": set(),
    "end_second_factor": set(),
    "second_factor_of": OFFICE,
    "remove_second_factor": OFFICE,
    "second_factor_roles": OFFICE,
    "set_second_factor_roles": OFFICE,
    "my_portals": SIGNED_IN,
    "connect_portal": set(),
    "disconnect_portal": {"olga"},
    "portals_of_school": {"sysop"},
    "add_portal": {"sysop"},
    "change_portal": {"sysop"},
    "end_portal": {"sysop"},
    "set_passwords_off": {"sysop"},
    "class_sign_ins": {"maria", *OFFICE},
    "staff_sign_ins": OFFICE,
    "person_sign_in": OFFICE,
    "send_invitations": {"maria", *OFFICE},
    "print_invitations": {"maria", *OFFICE},
    "revoke_invitations": {"maria", *OFFICE},
    "cases": {"maria", *OFFICE},
    "my_merges": SIGNED_IN,
    "show_other_sign_in": SIGNED_IN,
    "show_other_passkey": set(),
    "join_sign_ins": {"olga"},
    "undo_my_merge": {"olga"},
    "merges": OFFICE,
    "preview_merge": OFFICE,
    "propose_merge": OFFICE,
    "confirm_merge": OFFICE,
    "decline_merge": OFFICE,
    "undo_merge": OFFICE,
    "one_case": {"maria", *OFFICE},
    "solve_case": {"maria", *OFFICE},
    "me": SIGNED_IN,
    "change_me": SIGNED_IN,
    "diary": DIARY_PAGE,
    "courses": SIGNED_IN,
    "journal": JOURNAL,
    "post_marks": JOURNAL,
    "record_attendance": JOURNAL,
    "mark_history": JOURNAL,
    "correct_mark": JOURNAL,
    "withdraw_mark": JOURNAL,
    "contacts": SIGNED_IN,
    "chats": SIGNED_IN,
    "open_private_chat": WRITE_TO_MARIA,
    "chat": CHAT,
    "change_mine": CHAT,
    "mark_seen": CHAT,
    "typing": CHAT,
    "history": CHAT,
    "send_message": CHAT,
    "forward_message": CHAT,
    "export": CHAT,
    "search": SIGNED_IN,
    "edit_message": CHAT,
    "withdraw_message": CHAT,
    "message_history": CHAT,
    "vote": CHAT,
    "close_poll": CHAT,
    "react": CHAT,
    "pin": CHAT,
    "later_messages": CHAT,
    "send_later": CHAT,
    "drop_later": {"olga"},
    "my_hours": SIGNED_IN,
    "set_hours": SIGNED_IN,
    "hours_in_chat": CHAT,
    "groups": SIGNED_IN,
    "open_group": STAFF,
    "open_class_chat": {"maria"},
    "change_group": GROUP,
    "add_members": GROUP,
    "change_role": GROUP,
    "leave": GROUP,
    "join": SCHOOL,
    "join_requests": GROUP,
    "answer_request": GROUP,
    "joint_schools": GROUP,
    "invite_school": {"olga"},
    "group_invitations": {"clara"},
    "answer_group_invitation": set(),
    "announcements": SIGNED_IN,
    "announcement": ADDRESSED,
    "confirm_announcement": ADDRESSED,
    "prove_announcement": STAFF,
    "audiences": STAFF,
    "written_announcements": STAFF,
    "draft_announcement": STAFF,
    "written_announcement": ANNOUNCES,
    "change_announcement": {"maria"},
    "discard_announcement": {"maria"},
    "send_announcement": {"maria"},
    "recall_announcement": ANNOUNCES,
    "remind_of_announcement": ANNOUNCES,
    "announcement_readers": ANNOUNCES,
    "export_readers": ANNOUNCES,
    "school_events": SIGNED_IN,
    "school_event": ASKED,
    "plan_school_event": STAFF,
    "change_school_event": ANNOUNCES,
    "cancel_school_event": ANNOUNCES,
    "open_event_chat": {"maria"},
    "answer_school_event": {"olga", "anya", *ANNOUNCES},
    "school_event_answers": ANNOUNCES,
    "new_calendar_address": SIGNED_IN,
    "end_calendar_address": SIGNED_IN,
    "new_calendar_address_of_student": {"anya", "olga", "maria"},
    "end_calendar_address_of_student": {"anya", "olga", "maria"},
    "report_message": CHAT,
    "reports": SAFEGUARD,
    "read_report": SAFEGUARD,
    "take_report": SAFEGUARD,
    "decide_report": SAFEGUARD,
    "watched_words": SAFEGUARD,
    "set_watched_words": SAFEGUARD,
    "safeguarding": SCHOOL,
    "appoint_safeguarding": {"clara"},
    "retention": SCHOOL,
    "set_retention": {"clara"},
    "holds": SAFEGUARD,
    "hold": SAFEGUARD,
    "release_hold": SAFEGUARD,
    "blocks": SIGNED_IN,
    "block": WRITE_TO_MARIA,
    "rules": SCHOOL,
    "set_rule": {"clara"},
    **{name: {"clara", "sysop"} for name in REGISTER},
    "my_trusts": SIGNED_IN,
    "offer_trust": {"olga"},
    "one_trust": TRUST,
    "change_trust": {"olga"},
    "accept_trust": {"aunt"},
    "end_trust": TRUST,
    "refuse_more": {"olga"},
    "take_back_refusal": {"olga"},
    "trust_delay": SCHOOL,
    "set_trust_delay": OFFICE,
    "my_consents": SIGNED_IN,
    "answer_consent": {"olga"},  # for Anya
    "withdraw_consent": {"olga"},
    "consent_version": {"olga", "boris", *OFFICE},
    "consent_texts": OFFICE,
    "consent_text": OFFICE,
    "publish_consent_text": OFFICE,
    "publish_consent_version": OFFICE,
    "end_consent_text": OFFICE,
    "school_year": SCHOOL,
    "counted_periods": SCHOOL,
    "set_school_year": {"clara", "sysop"},
    "bells": SCHOOL,
    "classes_of_school": STAFF,
    "teachers_of_school": STAFF,
    "timetable_of_teacher": {"maria", "lev", "nina", "clara", "sysop"},
    "timetable_of_room": STAFF,
    "timetables_of_classes": STAFF,
    "timetables_of_teachers": STAFF,
    "timetable_of_class": {"anya", "misha", "olga", "boris", "maria", "lev", "nina", "clara", "sysop"},
    "curriculum_of_class": {"anya", "misha", "olga", "boris", "maria", "lev", "nina", "clara", "sysop"},
    "set_bells": {"clara", "sysop"},
    "set_bells_of_day": {"clara", "sysop"},
    "pattern": {"maria", "lev", "nina", "clara", "sysop"},
    "check_pattern": {"clara", "sysop"},
    "change_pattern": {"clara", "sysop"},
    "change_lessons": {"clara", "sysop"},
    "add_lesson": {"clara", "sysop"},
    "teacher_absences": {"clara", "sysop"},
    "add_teacher_absence": {"clara", "sysop"},
    "lessons_to_cover": {"clara", "sysop"},
    "end_teacher_absence": {"clara", "sysop"},
    "add_course": {"clara", "sysop"},
    "change_course": {"clara", "sysop"},
    "course_members": {"clara", "sysop"},
    "students_of_class": {"clara", "sysop"},
    "end_course": {"clara", "sysop"},
    "timetable_officers": SCHOOL,
    "appoint_timetable_officer": {"clara"},
    "read_timetable_file": {"clara", "sysop"},
    "choose_timetable_columns": {"clara", "sysop"},
    "export_timetable": {"clara", "sysop"},
    "timetable_files": {"clara", "sysop"},
    "drop_import": {"clara", "sysop"},
    "preview_import": {"clara", "sysop"},
    "answer_import": {"clara", "sysop"},
    "apply_import": {"clara", "sysop"},
    "bring_people_file": {"clara", "sysop"},
    "people_files": {"clara", "sysop"},
    "people_file": {"clara", "sysop"},
    "answer_columns": {"clara", "sysop"},
    "apply_people_file": {"clara", "sysop"},
    "drop_people_file": {"clara", "sysop"},
    "people_template": {"clara", "sysop"},
    "set_up": {"clara", "sysop"},
    "rooms": {"maria", "lev", "nina", "clara", "sysop"},
    "set_rooms": {"clara", "sysop"},
    "open_ticket": SCHOOL,
    "own_tickets": SIGNED_IN,
    "read_ticket": TICKET,
    "answer_ticket": TICKET,
    "take_ticket": OFFICE,
    "close_ticket": OFFICE,
    "ticket_queue": OFFICE,
    "notice_settings": SIGNED_IN,
    "choose_notices": SIGNED_IN,
    "choose_ways": SIGNED_IN,
    "add_browser": SIGNED_IN,
    "drop_browser": {"olga"},
    "ask_address": SIGNED_IN,
    "try_way": SIGNED_IN,
    "own_telephone": SIGNED_IN,
    "send_own_code": SIGNED_IN,
    "confirm_own_telephone": SIGNED_IN,
    "school_quiet": SCHOOL,
    "set_school_quiet": {"clara"},
    "told": SIGNED_IN,
    "told_when": CHAT,
    "open_alarms": SIGNED_IN,
    "notice": {"olga"},
    "act": {"olga"},
    "announce_file": CHAT,
    "upload_file": {"olga"},
    "upload_progress": {"olga"},
    "drop_file": {"olga"},
    "read_file": CHAT,
    "read_preview": CHAT,
    "file_address": CHAT,
}
CHANNELS: dict[str, tuple[str, set[str]]] = {
    "person": ("olga", {"olga"}),
    "diary": ("anya", DIARY),
    "journal": ("maths", JOURNAL),
    "class": ("class_5a", {"anya", "misha", "olga", "boris", "maria", "lev"}),
    "school": ("id", SCHOOL),
    "chat": ("chat", CHAT),
}
# action -> those who may know of it and still may not do it, and why
REFUSED: dict[str, tuple[set[str], str]] = {
    # of a challenge that nobody was given
    **dict.fromkeys(("add_passkey", "show_other_passkey"), (SIGNED_IN, "passkey_failed")),
    # of an app that nobody has set up
    **dict.fromkeys(
        ("set_second_factor", "renew_recovery_codes", "end_second_factor"), (SIGNED_IN, "second_factor_wrong")
    ),
    "confirm_own_telephone": (SIGNED_IN, "own_code_wrong"),  # of a code that nobody was sent
    "connect_portal": (SIGNED_IN, "portal_away"),  # there is none at its address
    "add_lesson": ({"clara", "sysop"}, "no_school_day"),  # of a year that the school has not said yet
    # of the message that Olga wrote
    **dict.fromkeys(("edit_message", "withdraw_message", "message_history"), ({"maria"}, "not_your_message")),
    # of the group
    **dict.fromkeys(
        (
            "change_group",
            "add_members",
            "change_role",
            "join_requests",
            "answer_request",
            "joint_schools",
            "invite_school",
        ),
        ({"olga"}, "forbidden"),
    ),
    "leave": ({"maria"}, "last_owner"),
    # to the families of 5А
    **dict.fromkeys(
        ("prove_announcement", "draft_announcement"),
        ({"lev", "nina", "sysop"}, "may_not_announce_to"),
    ),
    "set_hours": (SIGNED_IN - STAFF - {"foreign_teacher"}, "forbidden"),
    "close_poll": ({"maria"}, "not_your_message"),
    "block": (WRITE_TO_MARIA, "cannot_block"),  # Maria
    # for students of 5А
    "plan_school_event": ({"lev", "nina", "sysop"}, "may_not_announce_to"),
}
# in this order, after all others: each finds what the one before left, and nothing is there after the last two
LAST = (
    "accept_trust",
    "end_trust",
    "change_password",
    "set_rooms",
    "end_teacher_absence",
    "drop_import",
    "drop_people_file",
    "bring_people_file",
    "cancel_school_event",
    "recall_announcement",
    "add_members",
    "change_role",
    "leave",
    "withdraw_message",
)
NOWHERE = "999999999"


def appoint(school: School) -> dict[str, Any]:
    return {"person": str(school.nina), "appointed": True}


def browser_of(whose: str) -> dict[str, Any]:
    return {"url": f"https://fcm.googleapis.com/fcm/send/{whose}", "p256dh": "BA", "auth": "AA"}


async def ticket_of(person: Caller, school: School) -> str:
    """The first that this person wrote: nobody may write many in an hour."""
    held = (await person.get("/api/tickets")).body["tickets"]
    if not held:
        held = [(await person.post("/api/tickets", ticket(str(school.id)))).body["ticket"]]
    number: str = held[-1]["id"]
    return number


def ticket(school: str) -> dict[str, Any]:
    asked = {"kind": "other", "address": "olga@example.org", "subject": "Пропуск", "text": "Где взять?"}
    return {"school": school, **asked, "language": "ru"}


async def prepared(served: Served, school: School) -> dict[str, str]:
    """The ids that every route and command is tried with."""
    maria, olga, boris = [await served.person(login) for login in ("maria", "olga", "boris")]
    chat = (await olga.post("/api/chats", {"person": str(school.maria)})).body["chat"]["id"]
    cell = {"student": str(school.anya), "lesson": str(school.today), "value": 4, "kind": str(school.answer)}
    posted = (await maria.post(f"/api/courses/{school.maths}/marks", {"marks": [{**cell, "confirmed": True}]})).body[
        "marks"
    ][0]["id"]
    sent = (await olga.post(f"/api/chats/{chat}/messages", {"text": "Здравствуйте"})).body["message"]["offset"]
    file = await sent_file(olga, chat)
    asked = {"school": str(school.id), "title": "Шахматы", "openness": "request", "members": [str(school.olga)]}
    group = (await maria.post("/api/groups", asked)).body["chat"]["id"]
    await boris.post(f"/api/groups/{group}/join", {})
    announcement = await announced(maria, school)
    event = await planned(maria, school)
    await (await served.person("clara")).ask("PUT", f"/api/schools/{school.id}/safeguarding", appoint(school))
    away = {"teacher": str(school.lev), "from_day": days_from_now(0)[:10], "until_day": days_from_now(3)[:10]}
    absence = (await (await served.person("clara")).post(f"/api/schools/{school.id}/absences", away)).body["id"]
    plan = "Класс;День;Урок;Предмет\n5А;Пн;1;Математика\n".encode()
    files = f"/api/schools/{school.id}/timetable-files?name=plan.csv"
    read = await (await served.person("clara")).ask("POST", files, plan, Content_Type="application/octet-stream")
    room = await served.server.pool.fetchval(
        "insert into room (school_id, name) values ($1, '214') returning id", school.id
    )
    held = {"chat": chat, "reason": "Запрос суда"}
    kept = await (await served.person("nina")).post(f"/api/schools/{school.id}/holds", held)
    await served.server.pool.execute("delete from later_message")  # of those before: one person has at most 50
    waits = {"text": "Завтра", "at": days_from_now(1)}
    later = await olga.post(f"/api/chats/{chat}/later", waits)
    report = await maria.post(f"/api/chats/{chat}/messages/{sent}/report", {"reason": "other"})
    absent = {"student": str(school.anya), "lesson": str(school.today), "status": "absent"}
    await maria.post(f"/api/courses/{school.maths}/attendance", {"attendance": [{**absent, "confirmed": True}]})
    await expanded(served)
    notice = await served.server.pool.fetchval(
        "select max(id) from notice where person_id = $1 and kind = 'absence'", school.olga
    )
    browser = await olga.post("/api/notices/browsers", browser_of("olga"))
    logins = (await olga.get("/api/me/logins")).body["logins"]
    return {
        "login": next(one["id"] for one in logins if one["current"]),
        "passkey": await passkey_of(served, school.olga),
        "portal": await portal_of(served, school, school.olga),
        "student": str(school.anya),
        "course": str(school.maths),
        "mark": posted,
        "chat": chat,
        "offset": str(sent),
        "group": group,
        "file": file,
        "announcement": announcement,
        "event": event["id"],
        "report": report.body["report"],
        "ticket": await ticket_of(olga, school),
        "notice": str(notice),
        "browser": browser.body["browser"],
        "later": later.body["message"]["id"],
        "hold": kept.body["holds"][0]["id"],
        "person": str(school.boris),
        "absence": absence,
        "room": str(room),
        "timetable_file": read.body["file"],
        "trust": await offered_trust(served, school),
        **await consent_ids(served, school),
        "people_file": await waiting_file(served, school),
        "case": await waiting_case(served, school),
        "merge": await merge_long_ago(served, school),
        "class": str(school.class_5a),
        "teacher": str(school.maria),
        "school": str(school.id),
    }


async def offered_trust(served: Served, school: School) -> str:
    """A new trust of Olga's for the aunt; those before are gone, since a child has only some."""
    await served.server.pool.execute("delete from trust")
    await served.server.pool.execute("update person set phone = '+7 900 000-00-04' where id = $1", school.aunt)
    one = await offered(served, school, family="Чёрная", phone="+7 900 000-00-04")
    number: str = one["id"]
    return number


async def consent_ids(served: Served, school: School) -> dict[str, str]:
    """A text for guardians to which Olga has agreed; those before are over, since a school asks for only some."""
    await served.server.pool.execute("update consent_text set ended_at = now(), ended_by = made_by")
    text = await published(served, school)
    given = await (await served.person("olga")).post("/api/me/consents", answered(text, school.anya))
    consent = next(one["consent"] for one in given.body["consents"] if one["text"] == text)
    return {"consent_text": text, "consent": consent, "version": "1"}


async def passkey_of(served: Served, person: int) -> str:
    """A passkey of somebody, in the place of those before."""
    await served.server.pool.execute("delete from passkey")
    passkey = await served.server.pool.fetchval(
        """
        insert into passkey (person_id, credential_id, public_key, sign_count, transports, agent, made_at)
        values ($1, 'credential', 'key', 0, '{}', '', now()) returning id
        """,
        person,
    )
    return str(passkey)


async def portal_of(served: Served, school: School, person: int) -> str:
    """A portal of the school that knows somebody, in the place of those before."""
    pool = served.server.pool
    await pool.execute("update portal_account set ended_at = now() where ended_at is null")
    await pool.execute("update portal set ended_at = now() where ended_at is null")
    portal = await pool.fetchval(
        """
        insert into portal (school_id, name_ru, name_en, issuer, client_id, client_secret, scopes, claims, roles,
                            contacts_verified, matches, is_on, made_at)
        values ($1, 'Портал', 'Portal', 'https://127.0.0.1:1', 'client', '', '{openid}', $2, '{guardian}', false,
                false, true, now())
        returning id
        """,
        school.id,
        Claims().model_dump_json(),
    )
    await pool.execute(
        "insert into portal_account (portal_id, subject, person_id, bound_at) values ($1, 's', $2, now())",
        portal,
        person,
    )
    return str(portal)


async def waiting_file(served: Served, school: School) -> str:
    """A file of people that was read and refused."""
    await served.server.pool.execute("delete from people_file where state <> 'applied'")
    file = await served.server.pool.fetchval(
        """
        insert into people_file (school_id, folder, names, state, brought_by, brought_at, touched_at)
        values ($1, gen_random_uuid()::text, '{people.xlsx}', 'broken', $2, now(), now()) returning id
        """,
        school.id,
        school.clara,
    )
    return str(file)


async def waiting_case(served: Served, school: School) -> str:
    """A case of Olga's, in which the school is asked for help."""
    await served.server.pool.execute("delete from sign_in_case")
    case = await served.server.pool.fetchval(
        """
        insert into sign_in_case (school_id, address, language, claimed, code_hash, made_at, expires_at, diagnosed_at,
                                  cause, shown, person_id, student_id, asked_at)
        values ($1, 'olga@example.org', 'ru', $2, 'code', now(), now() + interval '1 day', now(),
                'waiting', 'waiting', $3, $4, now()) returning id
        """,
        school.id,
        '{"who": "guardian", "sees": "wrong", "class": "5А", "name": {"family": "Соколова", "given": "Ольга"},'
        ' "child": {"family": "Соколова", "given": "Анна"}}',
        school.olga,
        school.anya,
    )
    return str(case)


async def merge_long_ago(served: Served, school: School) -> str:
    """Somebody whom Olga has made one with herself, too long ago to be undone; and a second sign-in to show."""
    await served.server.pool.execute("delete from merge")
    await served.server.pool.execute(
        """
        with second as (
            insert into person (source, source_id, family_name, given_name) values ('t', 'second', 'Вторая', 'Вера')
            on conflict do nothing returning id
        )
        insert into account (person_id, name, password_hash)
        select s.id, 'second', a.password_hash from second s, account a where a.name = 'olga'
        """
    )
    merge = await served.server.pool.fetchval(
        """
        insert into merge (survivor_id, other_id, proof, proposed_by, proposed_at, expires_at, merged_by, merged_at)
        select $1, $2, 'sign_ins', $1, at, at, $1, at from (select now() - interval '31 days' as at) a returning id
        """,
        school.olga,
        school.gone,
    )
    return str(merge)


def body_of(name: str, school: School, ids: dict[str, str]) -> dict[str, Any] | None:
    """What is asked of the things with these ids."""
    cell = {"student": str(school.anya), "lesson": str(school.today)}
    other = NOWHERE if ids["person"] == NOWHERE else str(school.maria)
    announcement = {"title": "Собрание", "text": "В среду в 18:00", "targets": [to_class(ids["class"])]}
    bodies: dict[str, dict[str, Any]] = {
        "post_marks": {"marks": [{**cell, "value": 5, "kind": str(school.test), "confirmed": True}]},
        "record_attendance": {"attendance": [{**cell, "status": "late"}]},
        "correct_mark": {"revision": 1, "value": 3},
        "withdraw_mark": {"revision": 1},
        "open_private_chat": {"person": other},
        "send_message": {"text": "Здравствуйте"},
        "announce_file": {"name": "notes.txt", "size": 5},
        "mark_seen": {"offset": 1},
        "edit_message": {"revision": 1, "text": "Добрый день"},
        "react": {"reaction": "thanks"},
        "pin": {"pinned": False},
        "change_me": {"share_seen": False},
        "start_passkey": {"password": PASSWORD},
        "start_second_factor": {"password": PASSWORD},
        "set_second_factor": {"code": "no code"},
        "renew_recovery_codes": {"password": PASSWORD, "code": "no code"},
        "end_second_factor": {"password": PASSWORD, "code": "no code"},
        "set_second_factor_roles": {"roles": []},
        "connect_portal": {"portal": ids["portal"], "password": PASSWORD},
        "add_portal": {**PORTAL, "issuer": "https://portal.example"},
        "change_portal": PORTAL,
        "set_passwords_off": {"roles": []},
        "add_passkey": {"id": "AAAA", "client_data": "AAAA", "attestation": "AAAA"},
        "change_password": {"current": PASSWORD, "new": "четыре зимних слова"},
        "change_mine": {"muted": True},
        "send_invitations": {"people": [ids["person"]]},
        "print_invitations": {"people": [ids["person"]]},
        "revoke_invitations": {"people": [ids["person"]]},
        "solve_case": {"act": "close"},
        "show_other_sign_in": {"login": "second", "password": PASSWORD},
        "show_other_passkey": {
            "id": "AAAA",
            "client_data": "AAAA",
            "authenticator_data": "AAAA",
            "signature": "AAAA",
        },
        "undo_my_merge": {"password": PASSWORD},
        "preview_merge": {"person": ids["person"], "other": str(school.ivan)},
        "propose_merge": {"person": ids["person"], "other": str(school.ivan)},
        "search": {"q": "здравствуйте"},
        "forward_message": {"source": ids["chat"], "offset": int(ids["offset"])},
        "open_group": {"school": ids["school"], "title": "Кружок"},
        "open_class_chat": {"audience": "families"},
        "change_group": {"title": "Шахматы и шашки"},
        "add_members": {"persons": [str(school.boris)]},
        "change_role": {"role": "member"},
        "join": {"words": "Можно к вам?"},
        "answer_request": {"accept": False},
        "report_message": {"reason": "other"},
        "vote": {"choices": [0]},
        "set_retention": {"kind": "group", "days": 3650},
        "set_bells": {"revision": 0, "from_day": "2199-01-01", "schedules": [], "rules": []},
        "set_bells_of_day": {"revision": 0, "day": "2199-01-01", "rules": []},
        "set_rooms": {"revision": 0, "rooms": []},
        "change_lessons": {"changes": [{"lesson": str(school.tomorrow), "revision": 1}], "note": "С тетрадью"},
        "choose_timetable_columns": {
            "columns": [{"heading": "Класс", "meaning": "classes"}, {"heading": "Дата", "meaning": None}]
        },
        "preview_import": {"from_day": "2199-01-01"},
        "answer_import": {"from_day": "2199-01-01", "answers": []},
        "apply_import": {"from_day": "2199-01-01", "digest": "0" * 24},
        "answer_columns": {"columns": []},
        "apply_people_file": {"digest": "0" * 24},
        "add_course": {"title": "Шахматы", "subject": "Шахматы", "class": ids["class"]},
        "change_course": {"revision": 1, "title": "Шахматы", "subject": "Шахматы", "class": ids["class"]},
        "end_course": {},
        "add_teacher_absence": {
            "teacher": NOWHERE if ids["school"] == NOWHERE else str(school.nina),
            "from_day": str(school.day),
            "until_day": str(school.day + timedelta(days=1)),
        },
        "add_lesson": {"course": str(school.maths), "day": "2199-01-01", "number": 1},
        "check_pattern": {"from_day": "2199-01-01", "until_day": "2199-06-01"},
        "change_pattern": {"from_day": "2199-01-01", "until_day": "2199-06-01"},
        "add_person": {"family": "Новая", "given": "Ада", "role": "staff"},
        "correct_person": {"family": "Белов", "given": "Борис", "revision": 1},
        "end_person": {},
        "give_role": {"role": "guardian"},
        "end_role": {"role": "trusted"},
        "join_class": {"class": ids["class"], "role": "student"},
        "leave_class": {"class": ids["class"], "role": "student"},
        "name_guardian": {"guardian": other, "relation": "other"},
        "end_guardian": {"guardian": other},
        "restrict_guardian": {"guardian": other, "relation": "other"},
        "lift_restriction": {"guardian": other},
        "add_class": {"name": "11Ю"},
        "correct_class": {"name": "5А", "revision": 1},
        "set_class_profile": {"profile": "", "revision": 1},
        "end_class": {},
        "set_school_year": {"revision": 0, "weekdays": 5, "periods": [], "free": []},
        "hold": {"chat": ids["chat"], "reason": "Запрос суда"},
        "invite_school": {"school": ids["school"], "invited": False},
        "answer_group_invitation": {"accept": False},
        "choose_notices": {"language": "ru"},
        "choose_ways": {"kind": "mark", "push": "instant", "mail": "fallback"},
        "add_browser": browser_of(ids["person"]),
        "ask_address": {"address": "olga@example.org"},
        "try_way": {},
        "confirm_own_telephone": {"code": "123456"},
        "set_school_quiet": {"quiet": {"begins": 1260, "ends": 420}},
        "send_later": {"text": "Завтра", "at": days_from_now(1)},
        "set_hours": {"hours": [{"day": 1, "begins": "09:00", "ends": "17:00"}], "note": ""},
        "open_ticket": ticket(ids["school"]),
        "answer_ticket": {"text": "Здесь"},
        "decide_report": {"decision": "nothing"},
        "set_watched_words": {"words": ["сигарета"]},
        "appoint_safeguarding": appoint(school),
        "appoint_timetable_officer": {"person": str(school.sysop), "appointed": True},
        "block": {"person": str(school.maria), "blocked": True},
        "cancel_school_event": {"because": "Карантин"},
        "plan_school_event": trip(school),
        "change_school_event": trip(school, revision=1),
        "answer_school_event": {"participant": str(school.anya), "answer": "maybe"},
        "prove_announcement": announcement,
        "draft_announcement": announcement,
        "change_announcement": {**announcement, "revision": 1},
        "send_announcement": {"revision": 1, "digest": ""},
        "offer_trust": trust(school, student=ids["student"]),
        "change_trust": {"services": ["diary"], "until_day": days_from_now(3)[:10]},
        "set_trust_delay": {"stranger_hours": 24, "known_hours": 0},
        "answer_consent": answered(ids["consent_text"], int(ids["student"])),
        "publish_consent_text": new_text(),
        "publish_consent_version": {"required": True, "ru": {"title": "Съёмка", "words": "Текст"}, "after": 1},
        "set_rule": {"rule": "staff_write_students", "allowed": True},
    }
    return bodies.get(name)


def when(name: str) -> int:
    return LAST.index(name) if name in LAST else -1


def fill(path: str, ids: dict[str, str]) -> str:
    for name, value in ids.items():
        path = path.replace("{" + name + "}", value)
    return path


async def ask(caller: Caller, action: Action, school: School, ids: dict[str, str]) -> Answer:
    path, body = fill(action.path, ids), body_of(action.name, school, ids)
    if action.method == "GET" and body:
        path, body = f"{path}?{urlencode(body)}", None
    if action.takes is not None:
        return await caller.ask(action.method, path, b"", Content_Type=action.takes, Upload_Offset=str(len(picture())))
    return await caller.ask(action.method, path, body)


def in_order() -> list[Action]:
    return sorted((action for action in ACTIONS if action.access is not Access.PUBLIC), key=lambda one: when(one.name))


def test_every_action_has_a_row_and_no_row_is_left_over() -> None:
    assert {action.name for action in in_order()} == ALLOWED.keys()
    assert policy.READERS.keys() == CHANNELS.keys()


def test_each_action_has_a_name_and_an_address_of_its_own() -> None:
    assert len({action.name for action in ACTIONS}) == len(ACTIONS)
    assert len({(action.method, action.path) for action in ACTIONS}) == len(ACTIONS)


@pytest.mark.parametrize("login", PEOPLE)
async def test_each_person_may_do_by_rest_what_the_table_says(served: Served, school: School, login: str) -> None:
    ids = await prepared(served, school)
    for action in in_order():
        caller = await served.person(login)
        answer = await ask(caller, action, school, ids)
        if login == "gone":
            assert answer.status == 401, action
            assert action.method == "HEAD" or answer.code == "sign_in_required", action
        elif login in (refused := REFUSED.get(action.name, (set(), "")))[0]:
            assert (answer.status in (403, 409, 422), answer.code) == (True, refused[1]), action
        elif login in ALLOWED[action.name]:
            assert answer.status in (200, 201, 204, 409), (action, answer.body)
        else:
            nowhere = await ask(caller, action, school, dict.fromkeys(ids, NOWHERE))
            assert (answer.status, answer.body) == (404, nowhere.body), action


async def test_a_stranger_may_do_nothing_but_sign_in(served: Served, school: School) -> None:
    ids = await prepared(served, school)
    for action in ACTIONS:
        answer = await ask(served.stranger, action, school, ids)
        assert answer.status == 401 or action.access is Access.PUBLIC, action


@pytest.mark.parametrize("login", sorted(SIGNED_IN))
async def test_each_person_may_do_by_rpc_what_the_table_says(served: Served, school: School, login: str) -> None:
    ids = await prepared(served, school)
    async with wire(served, await served.person(login)) as socket:
        for action in (action for action in in_order() if action.by_rpc):
            body = body_of(action.name, school, ids) or {}
            own: dict[str, Any] = {name: int(ids[name]) if name == "offset" else ids[name] for name in action.ids}
            reply = await socket.rpc(action.name, **own, **body)
            if login in (refused := REFUSED.get(action.name, (set(), "")))[0]:
                assert reply["error"]["message"] == refused[1], action
            elif login in ALLOWED[action.name]:
                answered = "rpc" in reply or CATALOGUE[reply["error"]["message"]].reason is Reason.CONFLICT
                assert answered, (action, reply)
            else:
                missing = {name: type(value)(NOWHERE) for name, value in own.items()}
                body = body_of(action.name, school, dict.fromkeys(ids, NOWHERE)) or {}
                nowhere = await socket.rpc(action.name, **missing, **body)
                assert reply["error"] == nowhere["error"] == {"code": 404, "message": "not_found"}, (action, reply)


@pytest.mark.parametrize("login", sorted(SIGNED_IN))
async def test_each_person_hears_the_channels_the_table_says_and_no_other(
    served: Served, school: School, login: str
) -> None:
    ids = await prepared(served, school)
    caller = await served.person(login)
    me = (await caller.get("/api/me")).body
    async with wire(served, caller) as socket:
        assert sorted(socket.subs) == sorted(me["channels"])
        for kind, (target, readers) in CHANNELS.items():
            number = ids["chat"] if kind == "chat" else str(getattr(school, target))
            channel = f"{kind}:{number}"
            history = await socket.call("history", {"channel": channel, "limit": 10})
            subscribed = await socket.call("subscribe", {"channel": channel, "recover": True, "offset": 0})
            if login in readers:
                assert "history" in history, channel
                # leadership opens a journal by itself; everything else is subscribed by the server (105)
                assert "subscribe" in subscribed or subscribed["error"]["code"] == 105, channel
            else:
                assert channel not in socket.subs
                nowhere = await socket.call("subscribe", {"channel": f"{kind}:{NOWHERE}"})
                assert subscribed["error"] == history["error"] == nowhere["error"], channel
                assert subscribed["error"]["code"] == 103, channel


@pytest.mark.parametrize("login", sorted(SIGNED_IN))
async def test_nobody_publishes_into_a_channel_but_members_into_their_chat(
    served: Served, school: School, login: str
) -> None:
    ids = await prepared(served, school)
    async with wire(served, await served.person(login)) as socket:
        for kind, (target, _) in CHANNELS.items():
            number = ids["chat"] if kind == "chat" else str(getattr(school, target))
            reply = await socket.call("publish", {"channel": f"{kind}:{number}", "data": {"text": "Привет"}})
            if kind == "chat" and login in CHAT:
                assert reply["publish"] == {}
            else:
                assert reply["error"]["code"] == 103, (kind, reply)


async def test_a_guardian_gets_one_answer_about_another_child_in_every_way(served: Served, school: School) -> None:
    boris = await served.person("boris")
    anothers, nobodys = f"diary:{school.anya}", f"diary:{NOWHERE}"
    assert (await boris.get(f"/api/students/{school.anya}/diary")).body == (
        await boris.get(f"/api/students/{NOWHERE}/diary")
    ).body
    async with wire(served, boris, subs={anothers: {"recover": True}, nobodys: {"recover": True}}) as socket:
        assert not {anothers, nobodys} & socket.subs.keys()
        for channel, student in ((anothers, str(school.anya)), (nobodys, NOWHERE)):
            for method in ("subscribe", "history"):
                reply = await socket.call(method, {"channel": channel})
                assert reply["error"] == {"code": 103, "message": "permission denied"}
            assert (await socket.rpc("diary", student=student))["error"] == {"code": 404, "message": "not_found"}
