"""Every route, rpc, channel kind and publish against every role. What has no row here fails."""

from typing import Any
from urllib.parse import urlencode

import pytest

from channels import policy
from channels.errors import CATALOGUE, Reason
from handlers.routing import Route
from handlers.ws.commands import COMMANDS
from tests.announcements import announced, to_class
from tests.files import picture, sent_file
from tests.post import expanded
from tests.school import PEOPLE, School, read_school
from tests.school_events import days_from_now, planned, trip
from tests.serving import Answer, Caller, Served
from tests.wire import wire


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
ASKED = {"olga", "boris", "anya", "misha"} | ANNOUNCES  # to come to a trip of 5А, or answers for who is

OPEN = {"/api/login", "/api/guest-tickets"}  # to anybody

# (method, path) or rpc name -> who may, or is told why not, for Anya's diary, the course of mathematics, a mark in
# it, the chat of Olga and Maria, a file that Olga sent there, a group that Maria looks after and Olga is in, and an
# announcement of Maria's to the families of 5А, a trip of 5А that she
# organises, Maria's report of a message, and a ticket of Olga's
ALLOWED: dict[Any, set[str]] = {
    ("POST", "/api/logout"): SIGNED_IN,
    ("POST", "/api/realtime/token"): SIGNED_IN,
    ("GET", "/api/me"): SIGNED_IN,
    ("PATCH", "/api/me"): SIGNED_IN,
    ("GET", "/api/students/{student}/diary"): DIARY_PAGE,
    ("GET", "/api/courses"): SIGNED_IN,
    ("GET", "/api/courses/{course}/journal"): JOURNAL,
    ("POST", "/api/courses/{course}/marks"): JOURNAL,
    ("POST", "/api/courses/{course}/attendance"): JOURNAL,
    ("GET", "/api/marks/{mark}"): JOURNAL,
    ("PATCH", "/api/marks/{mark}"): JOURNAL,
    ("POST", "/api/marks/{mark}/withdraw"): JOURNAL,
    ("GET", "/api/contacts"): SIGNED_IN,
    ("GET", "/api/chats"): SIGNED_IN,
    ("POST", "/api/chats"): WRITE_TO_MARIA,
    ("GET", "/api/chats/{chat}/messages"): CHAT,
    ("POST", "/api/chats/{chat}/messages"): CHAT,
    ("POST", "/api/chats/{chat}/seen"): CHAT,
    ("GET", "/api/chats/{chat}"): CHAT,
    ("PATCH", "/api/chats/{chat}/mine"): CHAT,
    ("GET", "/api/chats/{chat}/export"): CHAT,
    ("POST", "/api/chats/{chat}/forward"): CHAT,
    ("GET", "/api/search"): SIGNED_IN,
    ("GET", "/api/groups"): SIGNED_IN,
    ("POST", "/api/groups"): STAFF,
    ("POST", "/api/classes/{class}/chat"): {"maria"},
    ("PATCH", "/api/groups/{group}"): GROUP,
    ("POST", "/api/groups/{group}/members"): GROUP,
    ("PATCH", "/api/groups/{group}/members/{person}"): GROUP,
    ("POST", "/api/groups/{group}/leave"): GROUP,
    ("POST", "/api/groups/{group}/join"): SCHOOL,
    ("GET", "/api/groups/{group}/requests"): GROUP,
    ("POST", "/api/groups/{group}/requests/{person}"): GROUP,
    ("GET", "/api/schools/{school}/rules"): SCHOOL,
    ("PUT", "/api/schools/{school}/rules"): {"clara"},
    ("PATCH", "/api/chats/{chat}/messages/{offset}"): CHAT,
    ("POST", "/api/chats/{chat}/messages/{offset}/withdraw"): CHAT,
    ("GET", "/api/chats/{chat}/messages/{offset}/history"): CHAT,
    ("PUT", "/api/chats/{chat}/messages/{offset}/reaction"): CHAT,
    ("PUT", "/api/chats/{chat}/messages/{offset}/pin"): CHAT,
    ("POST", "/api/chats/{chat}/files"): CHAT,
    ("PATCH", "/api/files/{file}"): {"olga"},
    ("HEAD", "/api/files/{file}"): {"olga"},
    ("DELETE", "/api/files/{file}"): {"olga"},
    ("GET", "/api/files/{file}"): CHAT,
    ("GET", "/api/files/{file}/preview"): CHAT,
    ("POST", "/api/files/{file}/address"): CHAT,
    ("GET", "/api/announcements"): SIGNED_IN,
    ("GET", "/api/announcements/{announcement}"): ADDRESSED,
    ("POST", "/api/announcements/{announcement}/confirm"): ADDRESSED,
    ("POST", "/api/schools/{school}/announcements/proof"): STAFF,
    ("GET", "/api/schools/{school}/audiences"): STAFF,
    ("GET", "/api/schools/{school}/announcements"): STAFF,
    ("POST", "/api/schools/{school}/announcements"): STAFF,
    ("GET", "/api/announcements/{announcement}/written"): ANNOUNCES,
    ("PATCH", "/api/announcements/{announcement}/written"): {"maria"},
    ("DELETE", "/api/announcements/{announcement}/written"): {"maria"},
    ("POST", "/api/announcements/{announcement}/send"): {"maria"},
    ("POST", "/api/announcements/{announcement}/recall"): ANNOUNCES,
    ("POST", "/api/announcements/{announcement}/remind"): ANNOUNCES,
    ("GET", "/api/announcements/{announcement}/readers"): ANNOUNCES,
    ("GET", "/api/announcements/{announcement}/readers/export"): ANNOUNCES,
    ("POST", "/api/chats/{chat}/messages/{offset}/report"): CHAT,
    ("GET", "/api/schools/{school}/reports"): SAFEGUARD,
    ("GET", "/api/reports/{report}"): SAFEGUARD,
    ("POST", "/api/reports/{report}/take"): SAFEGUARD,
    ("POST", "/api/reports/{report}/decide"): SAFEGUARD,
    ("GET", "/api/schools/{school}/watched-words"): SAFEGUARD,
    ("PUT", "/api/schools/{school}/watched-words"): SAFEGUARD,
    ("GET", "/api/schools/{school}/safeguarding"): SCHOOL,
    ("PUT", "/api/schools/{school}/safeguarding"): {"clara"},
    ("GET", "/api/blocks"): SIGNED_IN,
    ("PUT", "/api/blocks"): WRITE_TO_MARIA,
    ("GET", "/api/notices/settings"): SIGNED_IN,
    ("PUT", "/api/notices/settings"): SIGNED_IN,
    ("PUT", "/api/notices/ways"): SIGNED_IN,
    ("POST", "/api/notices/browsers"): SIGNED_IN,
    ("DELETE", "/api/notices/browsers/{browser}"): {"olga"},
    ("PUT", "/api/notices/mail"): SIGNED_IN,
    ("POST", "/api/notices/try"): SIGNED_IN,
    ("GET", "/api/notices/told"): SIGNED_IN,
    ("GET", "/api/chats/{chat}/told-when"): CHAT,
    ("GET", "/api/schools/{school}/quiet"): SCHOOL,
    ("PUT", "/api/schools/{school}/quiet"): {"clara"},
    ("GET", "/api/notices/open"): SIGNED_IN,
    ("GET", "/api/notices/{notice}"): {"olga"},
    ("POST", "/api/notices/{notice}/act"): {"olga"},
    ("POST", "/api/tickets"): SCHOOL,
    ("GET", "/api/tickets"): SIGNED_IN,
    ("GET", "/api/tickets/{ticket}"): TICKET,
    ("POST", "/api/tickets/{ticket}/answer"): TICKET,
    ("POST", "/api/tickets/{ticket}/take"): OFFICE,
    ("POST", "/api/tickets/{ticket}/close"): OFFICE,
    ("GET", "/api/schools/{school}/tickets"): OFFICE,
    "report_message": CHAT,
    "reports": SAFEGUARD,
    "read_report": SAFEGUARD,
    "take_report": SAFEGUARD,
    "decide_report": SAFEGUARD,
    "watched_words": SAFEGUARD,
    "set_watched_words": SAFEGUARD,
    "safeguarding": SCHOOL,
    "appoint_safeguarding": {"clara"},
    "blocks": SIGNED_IN,
    "block": WRITE_TO_MARIA,
    ("PUT", "/api/chats/{chat}/messages/{offset}/vote"): CHAT,
    ("POST", "/api/chats/{chat}/messages/{offset}/close"): CHAT,
    ("GET", "/api/chats/{chat}/later"): CHAT,
    ("POST", "/api/chats/{chat}/later"): CHAT,
    ("DELETE", "/api/later/{later}"): {"olga"},
    ("GET", "/api/me/office-hours"): SIGNED_IN,
    ("PUT", "/api/me/office-hours"): SIGNED_IN,
    ("GET", "/api/chats/{chat}/office-hours"): CHAT,
    "vote": CHAT,
    "close_poll": CHAT,
    "send_later": CHAT,
    "later_messages": CHAT,
    "drop_later": {"olga"},
    "my_hours": SIGNED_IN,
    "set_hours": SIGNED_IN,
    "hours_in_chat": CHAT,
    ("GET", "/api/groups/{group}/schools"): GROUP,
    ("PUT", "/api/groups/{group}/schools"): {"olga"},
    ("GET", "/api/schools/{school}/invitations"): {"clara"},
    ("PUT", "/api/schools/{school}/invitations/{group}"): set(),
    "joint_schools": GROUP,
    "invite_school": {"olga"},
    "invitations": {"clara"},
    "answer_invitation": set(),
    ("GET", "/api/schools/{school}/retention"): SCHOOL,
    ("PUT", "/api/schools/{school}/retention"): {"clara"},
    ("GET", "/api/schools/{school}/holds"): SAFEGUARD,
    ("POST", "/api/schools/{school}/holds"): SAFEGUARD,
    ("DELETE", "/api/schools/{school}/holds/{hold}"): SAFEGUARD,
    "retention": SCHOOL,
    "set_retention": {"clara"},
    "holds": SAFEGUARD,
    "hold": SAFEGUARD,
    "release_hold": SAFEGUARD,
    ("GET", "/api/school-events"): SIGNED_IN,
    ("GET", "/api/school-events/{event}"): ASKED,
    ("POST", "/api/schools/{school}/school-events"): STAFF,
    ("PATCH", "/api/school-events/{event}"): ANNOUNCES,
    ("POST", "/api/school-events/{event}/cancel"): ANNOUNCES,
    ("POST", "/api/school-events/{event}/chat"): {"maria"},
    ("POST", "/api/school-events/{event}/answer"): {"olga", "anya", *ANNOUNCES},
    ("GET", "/api/school-events/{event}/answers"): ANNOUNCES,
    ("POST", "/api/calendar"): SIGNED_IN,
    ("DELETE", "/api/calendar"): SIGNED_IN,
    "school_events": SIGNED_IN,
    "school_event": ASKED,
    "plan_school_event": STAFF,
    "change_school_event": ANNOUNCES,
    "cancel_school_event": ANNOUNCES,
    "open_event_chat": {"maria"},
    "answer_school_event": {"olga", "anya", *ANNOUNCES},
    "school_event_answers": ANNOUNCES,
    "announcements": SIGNED_IN,
    "announcement": ADDRESSED,
    "confirm_announcement": ADDRESSED,
    "audiences": STAFF,
    "prove_announcement": STAFF,
    "written_announcements": STAFF,
    "draft_announcement": STAFF,
    "written_announcement": ANNOUNCES,
    "change_announcement": {"maria"},
    "discard_announcement": {"maria"},
    "send_announcement": {"maria"},
    "recall_announcement": ANNOUNCES,
    "remind_of_announcement": ANNOUNCES,
    "announcement_readers": ANNOUNCES,
    "post_marks": JOURNAL,
    "correct_mark": JOURNAL,
    "withdraw_mark": JOURNAL,
    "record_attendance": JOURNAL,
    "open_private_chat": WRITE_TO_MARIA,
    "send_message": CHAT,
    "typing": CHAT,
    "edit_message": CHAT,
    "withdraw_message": CHAT,
    "message_history": CHAT,
    "react": CHAT,
    "pin": CHAT,
    "mark_seen": CHAT,
    "history": CHAT,
    "chat": CHAT,
    "change_mine": CHAT,
    "search": SIGNED_IN,
    "forward_message": CHAT,
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
    "rules": SCHOOL,
    "set_rule": {"clara"},
    "diary": DIARY_PAGE,
    "journal": JOURNAL,
}
CHANNELS: dict[str, tuple[str, set[str]]] = {
    "person": ("olga", {"olga"}),
    "diary": ("anya", DIARY),
    "journal": ("maths", JOURNAL),
    "class": ("class_5a", {"anya", "misha", "olga", "boris", "maria", "lev"}),
    "school": ("id", SCHOOL),
    "chat": ("chat", CHAT),
}
# handler or rpc name -> those who may know of it and still may not do it, and why
REFUSED: dict[str, tuple[set[str], str]] = {
    # of the message that Olga wrote
    **dict.fromkeys(("edit_message", "withdraw_message", "message_history"), ({"maria"}, "not_your_message")),
    # of the group
    **dict.fromkeys(
        (
            "change_group",
            "add_members",
            "change_role",
            "requests",
            "join_requests",
            "answer",
            "answer_request",
            "joint_schools",
            "invite_school",
        ),
        ({"olga"}, "forbidden"),
    ),
    "leave": ({"maria"}, "last_owner"),
    # to the families of 5А
    **dict.fromkeys(
        ("proof", "draft", "prove_announcement", "draft_announcement"),
        ({"lev", "nina", "sysop"}, "may_not_announce_to"),
    ),
    "set_hours": (SIGNED_IN - STAFF - {"foreign_teacher"}, "forbidden"),
    "close_poll": ({"maria"}, "not_your_message"),
    "block": (WRITE_TO_MARIA, "cannot_block"),  # Maria
    # for students of 5А
    **dict.fromkeys(("plan_event", "plan_school_event"), ({"lev", "nina", "sysop"}, "may_not_announce_to")),
}
# in this order, after all others: each finds what the one before left, and nothing is there after the last two
LAST = (
    "cancel_event",
    "cancel_school_event",
    "recall",
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
    return {
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
        "class": str(school.class_5a),
        "school": str(school.id),
    }


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
        "change_mine": {"muted": True},
        "search": {"q": "здравствуйте"},
        "forward_message": {"source": ids["chat"], "offset": int(ids["offset"])},
        "open_group": {"school": ids["school"], "title": "Кружок"},
        "open_class_chat": {"audience": "families"},
        "change_group": {"title": "Шахматы и шашки"},
        "add_members": {"persons": [str(school.boris)]},
        "change_role": {"role": "member"},
        "join": {"words": "Можно к вам?"},
        "answer": {"accept": False},
        "answer_request": {"accept": False},
        "report_message": {"reason": "other"},
        "vote": {"choices": [0]},
        "set_term": {"kind": "group", "days": 3650},
        "set_retention": {"kind": "group", "days": 3650},
        "hold": {"chat": ids["chat"], "reason": "Запрос суда"},
        "invite_school": {"school": ids["school"], "invited": False},
        "answer_invitation": {"accept": False},
        "choose_notices": {"language": "ru"},
        "choose_ways": {"kind": "mark", "push": "instant", "mail": "fallback"},
        "add_browser": browser_of(ids["person"]),
        "ask_address": {"address": "olga@example.org"},
        "try_way": {},
        "set_school_quiet": {"quiet": {"begins": 1260, "ends": 420}},
        "send_later": {"text": "Завтра", "at": days_from_now(1)},
        "set_hours": {"hours": [{"day": 1, "begins": "09:00", "ends": "17:00"}], "note": ""},
        "open_ticket": ticket(ids["school"]),
        "answer_ticket": {"text": "Здесь"},
        "decide_report": {"decision": "nothing"},
        "set_watched_words": {"words": ["сигарета"]},
        "appoint": appoint(school),
        "appoint_safeguarding": appoint(school),
        "block": {"person": str(school.maria), "blocked": True},
        **{name: {"because": "Карантин"} for name in ("cancel_event", "cancel_school_event")},
        **dict.fromkeys(("plan_event", "plan_school_event"), trip(school)),
        **{name: trip(school, revision=1) for name in ("change_event", "change_school_event")},
        **{
            name: {"participant": str(school.anya), "answer": "maybe"}
            for name in ("answer_event", "answer_school_event")
        },
        **dict.fromkeys(("proof", "draft", "prove_announcement", "draft_announcement"), announcement),
        **{name: {**announcement, "revision": 1} for name in ("change_draft", "change_announcement")},
        **{name: {"revision": 1, "digest": ""} for name in ("send", "send_announcement")},
        "set_rule": {"rule": "staff_write_students", "allowed": True},
    }
    return bodies.get(name)


def when(name: str) -> int:
    return LAST.index(name) if name in LAST else -1


def fill(path: str, ids: dict[str, str]) -> str:
    for name, value in ids.items():
        path = path.replace("{" + name + "}", value)
    return path


async def ask(caller: Caller, route: Route, school: School, ids: dict[str, str]) -> Answer:
    path, body = fill(route.path, ids), body_of(route.handler.__name__, school, ids)
    if route.method == "GET" and body:
        path, body = f"{path}?{urlencode(body)}", None
    if route.raw is not None:
        return await caller.ask(route.method, path, b"", Content_Type=route.raw, Upload_Offset=str(len(picture())))
    return await caller.ask(route.method, path, body)


async def test_every_route_has_a_row_and_no_row_is_left_over(served: Served) -> None:
    routes = {(route.method, route.path) for route in served.server.routes if route.path not in OPEN}
    assert routes | COMMANDS.keys() == ALLOWED.keys()
    assert policy.READERS.keys() == CHANNELS.keys()


@pytest.mark.parametrize("login", PEOPLE)
async def test_each_person_may_do_by_rest_what_the_table_says(served: Served, school: School, login: str) -> None:
    ids = await prepared(served, school)
    for route in sorted(served.server.routes, key=lambda route: when(route.handler.__name__)):
        if route.path in OPEN:
            continue
        caller = await served.person(login)
        answer = await ask(caller, route, school, ids)
        if login == "gone":
            assert answer.status == 401, route
            assert route.method == "HEAD" or answer.code == "sign_in_required", route
        elif login in (refused := REFUSED.get(route.handler.__name__, (set(), "")))[0]:
            assert (answer.status in (403, 409, 422), answer.code) == (True, refused[1]), route
        elif login in ALLOWED[route.method, route.path]:
            assert answer.status in (200, 201, 204, 409), (route, answer.body)
        else:
            nowhere = await ask(caller, route, school, dict.fromkeys(ids, NOWHERE))
            assert (answer.status, answer.body) == (404, nowhere.body), route


async def test_a_stranger_may_do_nothing_but_sign_in(served: Served, school: School) -> None:
    ids = await prepared(served, school)
    for route in served.server.routes:
        answer = await ask(served.stranger, route, school, ids)
        assert answer.status == 401 or route.path in OPEN, route


@pytest.mark.parametrize("login", sorted(SIGNED_IN))
async def test_each_person_may_do_by_rpc_what_the_table_says(served: Served, school: School, login: str) -> None:
    ids = await prepared(served, school)
    async with wire(served, await served.person(login)) as socket:
        for name, command in sorted(COMMANDS.items(), key=lambda named: when(named[0])):
            body = body_of(name, school, ids) or {}
            fields = {field.alias or key for key, field in command.body.model_fields.items() if field.is_required()}
            own: dict[str, Any] = {
                key: int(value) if key == "offset" else value
                for key, value in ids.items()
                if key in fields and key not in body
            }
            reply = await socket.rpc(name, **own, **body)
            if login in (refused := REFUSED.get(name, (set(), "")))[0]:
                assert reply["error"]["message"] == refused[1], name
            elif login in ALLOWED[name]:
                assert "rpc" in reply or CATALOGUE[reply["error"]["message"]].reason is Reason.CONFLICT, (name, reply)
            else:
                missing = {key: type(value)(NOWHERE) for key, value in own.items()}
                body = body_of(name, school, dict.fromkeys(ids, NOWHERE)) or {}
                nowhere = await socket.rpc(name, **missing, **body)
                assert reply["error"] == nowhere["error"] == {"code": 404, "message": "not_found"}, (name, reply)


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
