"""How one is told is one's own choice: the ways, the hours, the address, the browsers."""

from datetime import timedelta

import pytest

from channels.notices.retention import forget
from tests.handlers.test_marks import mark, post
from tests.support.post import Relaying, became_of, expanded, gets_mail, letters_of, postman
from tests.support.school import School
from tests.support.serving import Caller, Served

SETTINGS = "/api/notices/settings"


async def ways(caller: Caller, kind: str, push: str, mail: str) -> int:
    return (await caller.ask("PUT", "/api/notices/ways", {"kind": kind, "push": push, "mail": mail})).status


async def test_nothing_was_chosen_yet(served: Served) -> None:
    shown = (await (await served.person("olga")).get(SETTINGS)).body
    kinds = {one["kind"]: (one["push"], one["mail"], one["webhook"], one["needed"]) for one in shown["kinds"]}
    assert kinds["mark"] == ("instant", "fallback", "off", False)
    assert kinds["absence"] == ("instant", "instant", "off", True)
    assert (shown["quiet"], shown["quiet_for_all"]) == (None, {"begins": 22 * 60, "ends": 7 * 60})
    assert (shown["mailbox"], shown["browsers"], shown["mails"], shown["rings"]) == (None, [], False, False)
    assert len(shown["push_key"]) == 87  # a point of P-256 in base64url


async def test_what_was_chosen_stands(served: Served) -> None:
    olga, boris = await served.person("olga"), await served.person("boris")
    chosen = {
        "language": "en",
        "zone": "Asia/Omsk",
        "quiet": {"begins": 1260, "ends": 480},
        "digest_hour": 20,
        "digest_weekday": 6,
    }
    answer = await olga.ask("PUT", SETTINGS, chosen)
    assert {name: answer.body[name] for name in chosen} == chosen
    assert (await olga.get(SETTINGS)).body == answer.body
    assert (await boris.get(SETTINGS)).body["language"] == "ru"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("zone", "Mars/Base", "unknown_zone"),
        ("zone", "../../etc/passwd", "unknown_zone"),
        ("language", "de", "bad_request"),
        ("quiet", {"begins": 1440, "ends": 0}, "bad_request"),
        ("digest_hour", 24, "bad_request"),
    ],
)
async def test_what_is_no_choice_is_refused_by_its_field(served: Served, field: str, value: object, code: str) -> None:
    answer = await (await served.person("olga")).ask("PUT", SETTINGS, {"language": "ru", field: value})
    assert answer.code == code
    assert answer.body["errors"][0]["field"].startswith(field)


async def test_turning_off_announcements_does_not_silence_an_absence(served: Served) -> None:
    olga = await served.person("olga")
    assert await ways(olga, "announcement", "off", "off") == 200
    assert await ways(olga, "absence", "off", "off") == 422
    assert await ways(olga, "absence", "off", "daily") == 422
    assert await ways(olga, "mark", "daily", "off") == 422  # nobody gathers pushes
    kinds = {one["kind"]: one for one in (await olga.get(SETTINGS)).body["kinds"]}
    assert (kinds["announcement"]["push"], kinds["announcement"]["mail"]) == ("off", "off")
    assert (kinds["absence"]["push"], kinds["absence"]["mail"]) == ("instant", "instant")


async def test_a_digest_gathers_a_day_and_leaves_once(served: Served, school: School, relay: Relaying) -> None:
    await gets_mail(served, school.olga, "olga@example.org")
    olga, maria = await served.person("olga"), await served.person("maria")
    assert await ways(olga, "mark", "off", "daily") == 200
    carrier = postman(served, relay.port)
    for value in (5, 4, 3):
        await post(maria, school, mark(school, value=value))
    await carrier.round()
    assert relay.take() == []
    await carrier.round(timedelta(days=1))
    [(address, mail)] = relay.take()
    body = mail.get_body(("plain",))
    assert body is not None
    assert (address, mail["Subject"]) == ("olga@example.org", "Новое в школе: 3 новости")
    assert [body.get_content().count(f"поставили {value}") for value in (5, 4, 3)] == [1, 1, 1]
    assert "digest" in mail["List-Id"]
    for _ in range(3):
        await carrier.round(timedelta(days=1))
    assert relay.take() == []  # an empty one is none


async def test_a_digest_tells_of_all_children_in_one_and_of_nothing_that_was_taken_back(
    served: Served, school: School, relay: Relaying
) -> None:
    await gets_mail(served, school.olga, "olga@example.org")
    pool = served.server.pool
    await pool.execute(
        "insert into guardianship (source, guardian_id, student_id, relation, scopes, restricted)"
        " values ('t', $1, $2, 'mother', '{diary,chat}', false)",
        school.olga,
        school.misha,
    )
    olga, maria = await served.person("olga"), await served.person("maria")
    await ways(olga, "mark", "off", "weekly")
    carrier = postman(served, relay.port)
    [wrong] = await post(maria, school, mark(school, value=2))
    await post(maria, school, {**mark(school, value=5), "student": str(school.misha)})
    await maria.post(f"/api/marks/{wrong['id']}/withdraw", {"revision": 1, "reason": "не той ученице"})
    await post(maria, school, mark(school, value=4))
    await carrier.round()
    await carrier.round(timedelta(days=7))
    [(_, mail)] = relay.take()
    body = mail.get_body(("plain",))
    assert body is not None
    said = body.get_content()
    assert ("Анне поставили 4" in said, "Михаилу поставили 5" in said, "поставили 2" in said) == (True, True, False)


async def test_an_address_is_ones_own_once_its_mail_was_answered(
    served: Served, school: School, relay: Relaying
) -> None:
    await served.server.pool.execute("update person set email = 'roster@example.org' where id = $1", school.olga)
    olga = await served.person("olga")
    refused = await olga.ask("PUT", "/api/notices/mail", {"address": "new@example.org"})
    assert refused.code == "no_mail"  # this server sends none
    page = f"/confirm/{(await letters_of(served)).issue('confirm', school.olga, 'new@example.org', 60)}"
    assert "new@example.org" in str((await served.stranger.get(page)).body)
    assert (await olga.get(SETTINGS)).body["mailbox"] == {
        "address": "roster@example.org", "confirmed": False, "refused": False,
    }  # fmt: skip
    for _ in range(2):
        assert (await served.stranger.ask("POST", page, b"")).status == 200
    assert (await olga.get(SETTINGS)).body["mailbox"] == {
        "address": "new@example.org", "confirmed": True, "refused": False,
    }  # fmt: skip
    await post(await served.person("maria"), school, mark(school))
    await postman(served, relay.port).round()
    assert [address for address, _ in relay.take()] == ["new@example.org"]


async def test_a_browser_belongs_to_who_signed_in_last_and_ends_with_the_sign_in(served: Served) -> None:
    olga, boris = await served.person("olga"), await served.person("boris")
    asked = {"url": "https://fcm.googleapis.com/fcm/send/one", "p256dh": "BA", "auth": "AA"}
    number = (await olga.post("/api/notices/browsers", asked)).body["browser"]
    assert [one["id"] for one in (await olga.get(SETTINGS)).body["browsers"]] == [number]
    assert (await boris.ask("DELETE", f"/api/notices/browsers/{number}")).status == 404
    assert (await boris.post("/api/notices/browsers", asked)).status == 201
    assert (await olga.get(SETTINGS)).body["browsers"] == []
    assert len((await boris.get(SETTINGS)).body["browsers"]) == 1
    await boris.post("/api/logout", {})
    again = await served.person("boris")
    assert (await again.get(SETTINGS)).body["browsers"] == []


@pytest.mark.parametrize(
    "url",
    [
        "https://push.example.org/send/1",
        "https://fcm.googleapis.com.example.org/1",
        "http://fcm.googleapis.com/fcm/send/1",
        "https://user@fcm.googleapis.com/fcm/send/1",
        "https://fcm.googleapis.com:8443/fcm/send/1",
        "https://127.0.0.1/send",
        "https://[::1]/send",
        "https://169.254.169.254/latest",
        "javascript:alert(1)",
    ],
)
async def test_pushes_go_to_no_host_but_those_of_browsers(served: Served, url: str) -> None:
    answer = await (await served.person("olga")).post(
        "/api/notices/browsers", {"url": url, "p256dh": "BA", "auth": "AA"}
    )
    assert (answer.status, answer.body["errors"][0]["code"]) == (400, "unknown_push_service")


async def test_what_was_told_long_ago_is_forgotten_and_what_still_waits_is_not(
    served: Served, school: School, relay: Relaying
) -> None:
    await gets_mail(served, school.olga, "olga@example.org")
    maria, pool = await served.person("maria"), served.server.pool
    carrier = postman(served, relay.port)
    await post(maria, school, mark(school))
    await carrier.round()
    await post(maria, school, mark(school, value=4))
    await expanded(served)
    counts = "select array[(select count(*) from notice where person_id = $1), (select count(*) from dispatch)]"
    await forget(carrier.post.desk)
    assert await pool.fetchval(counts, school.olga) == [2, 1]
    carrier.clock.moment += timedelta(days=91)
    await forget(carrier.post.desk)
    assert await pool.fetchval(counts, school.olga) == [1, 0]


async def test_what_one_was_told_is_listed_for_oneself(served: Served, school: School, relay: Relaying) -> None:
    await gets_mail(served, school.olga, "olga@example.org")
    await post(await served.person("maria"), school, mark(school))
    await postman(served, relay.port).round()
    shown = (await (await served.person("olga")).get("/api/notices/told")).body
    [one] = shown["notices"]
    [way] = one["ways"]
    assert (one["kind"], one["state"], way["carrier"], way["state"]) == ("mark", "handed_on", "mail", "accepted")
    assert (await became_of(served, school.boris), shown["more"]) == ([], False)
    assert (await (await served.person("boris")).get("/api/notices/told")).body["notices"] == []
