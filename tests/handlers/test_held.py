"""Quiet hours hold what can wait, the sender sees until when and whom it has reached; what is urgent passes."""

from datetime import UTC, datetime, timedelta
from typing import Any

from channels.notices.quiet import Window
from tests.support.announcements import announced, proof, saying, to_class
from tests.support.post import Relaying, Telephones, became_of, gets_mail, postman
from tests.support.school import School
from tests.support.serving import Caller, Served

ALWAYS = Window(0, 0)
REASON = "Утечка газа, школу закрыли"


async def told(author: Caller, announcement: str) -> dict[str, tuple[str, bool]]:
    """By the given name, and whether it is known until when they wait."""
    readers = (await author.get(f"/api/announcements/{announcement}/readers")).body
    people = [one for household in readers["households"] for one in household["people"]]
    counts: dict[str, int] = {}
    for one in people:
        counts[one["told"]] = counts.get(one["told"], 0) + 1
    assert readers["told"] == counts
    return {one["person"]["name"]["given"]: (one["told"], one["waits_until"] is not None) for one in people}


def to_families(school: School, **more: Any) -> dict[str, Any]:
    return saying(to_class(school.class_5a), **more)


async def test_an_urgent_announcement_passes_quiet_hours_and_what_was_turned_off(
    served: Served, school: School, relay: Relaying
) -> None:
    await gets_mail(served, school.olga, "olga@example.org")
    olga, maria = await served.person("olga"), await served.person("maria")
    await olga.ask("PUT", "/api/notices/ways", {"kind": "announcement", "push": "off", "mail": "off"})
    carrier = postman(served, relay.port, law=ALWAYS)
    await announced(maria, school, to_families(school))
    await carrier.round()
    assert relay.take() == []
    await announced(maria, school, to_families(school, urgent=REASON))
    await carrier.round()
    [(address, mail)] = relay.take()
    assert (address, mail["Subject"]) == ("olga@example.org", "Срочно: объявление школы")
    assert mail["List-Unsubscribe"] is None


async def test_an_urgent_one_has_a_reason_is_counted_and_audited(served: Served, school: School) -> None:
    maria = await served.person("maria")
    refused = await maria.post(f"/api/schools/{school.id}/announcements", to_families(school, urgent="!"))
    assert (refused.status, refused.body["errors"][0]["field"]) == (400, "urgent")
    await announced(maria, school, to_families(school))
    assert (await proof(maria, school, to_families(school)))["urgent_lately"] == 0
    number = await announced(maria, school, to_families(school, urgent=REASON))
    assert (await proof(maria, school, to_families(school)))["urgent_lately"] == 1
    audited = await served.server.pool.fetchrow("select * from audit where action = 'urgent_announcement'")
    assert audited is not None
    assert (audited["person_id"], str(audited["target"])) == (school.maria, number)
    [received] = [
        one
        for one in (await (await served.person("olga")).get("/api/announcements")).body["announcements"]
        if one["id"] == number
    ]
    assert received["urgent"] == REASON


async def test_who_confirms_an_urgent_one_is_not_rung_again(served: Served, school: School, relay: Relaying) -> None:
    await gets_mail(served, school.olga, "olga@example.org")
    await gets_mail(served, school.boris, "boris@example.org")
    maria, olga = await served.person("maria"), await served.person("olga")
    for person in ("olga", "boris"):
        await (await served.person(person)).ask(
            "PUT", "/api/notices/ways", {"kind": "announcement", "push": "off", "mail": "off"}
        )
    carrier = postman(served, relay.port)
    number = await announced(maria, school, to_families(school, urgent=REASON, confirm=True))
    await olga.post(f"/api/announcements/{number}/confirm", {})
    await carrier.round()
    await carrier.round(timedelta(minutes=11))
    assert len(relay.take()) == 2  # one each, and no second of anybody's


async def test_what_is_urgent_rings_once_more_where_nobody_said_that_they_know(
    served: Served, school: School, relay: Relaying
) -> None:
    pool = served.server.pool
    for person, phone in ((school.olga, "+79160000001"), (school.boris, "+79160000002")):
        await pool.execute("update person set phone = $2, email = 'a@example.org' where id = $1", person, phone)
    telephones = Telephones()
    carrier = postman(served, relay.port, telephones=telephones)
    await announced(await served.person("maria"), school, to_families(school, urgent=REASON))
    await carrier.round()
    olga = await served.person("olga")
    [waits] = (await olga.get("/api/notices/open")).body["alarms"]
    assert (await olga.post(f"/api/notices/{waits['notice']}/act", {})).status == 200
    for _ in range(3):
        await carrier.round(timedelta(minutes=11))
    assert [ring.data["phone"] for ring in telephones.rang] == ["+79160000002"]
    assert len(relay.take()) == 2


async def test_the_sender_sees_whom_it_reached_how_and_who_waits_or_cannot_be_reached(
    served: Served, school: School, relay: Relaying
) -> None:
    await gets_mail(served, school.olga, "olga@example.org")
    maria = await served.person("maria")
    carrier = postman(served, relay.port)
    number = await announced(maria, school, to_families(school))
    assert await told(maria, number) == {"Ольга": ("waiting", False), "Борис": ("waiting", False)}
    await carrier.round()
    assert await told(maria, number) == {"Ольга": ("mail", False), "Борис": ("unreachable", False)}
    assert (await (await served.person("olga")).get(f"/api/announcements/{number}/readers")).status == 404


async def test_the_sender_sees_until_when_quiet_hours_hold_it_and_what_was_turned_off(
    served: Served, school: School, relay: Relaying
) -> None:
    await gets_mail(served, school.olga, "olga@example.org")
    boris, maria = await served.person("boris"), await served.person("maria")
    await boris.ask("PUT", "/api/notices/ways", {"kind": "announcement", "push": "off", "mail": "off"})
    carrier = postman(served, relay.port, law=ALWAYS)
    number = await announced(maria, school, to_families(school))
    await carrier.round()
    assert await told(maria, number) == {"Ольга": ("waiting", True), "Борис": ("off", False)}


async def test_before_one_writes_one_sees_when_the_other_is_told(served: Served, school: School) -> None:
    maria, olga = await served.person("maria"), await served.person("olga")
    chat = (await maria.post("/api/chats", {"person": str(school.olga)})).body["chat"]["id"]
    now = datetime.now(UTC) + timedelta(hours=3)  # by the school's clock
    minute = now.hour * 60 + now.minute
    quiet = {"begins": (minute - 10) % 1440, "ends": (minute + 60) % 1440}
    await olga.ask("PUT", "/api/notices/settings", {"language": "ru", "quiet": quiet})
    shown = (await maria.get(f"/api/chats/{chat}/told-when")).body
    held = datetime.fromisoformat(shown["quiet_until"]) - datetime.now(UTC)
    assert timedelta(minutes=58) < held < timedelta(hours=12)  # the night of the law may follow
    boris = await served.person("boris")
    assert (await boris.get(f"/api/chats/{chat}/told-when")).status == 404


async def test_a_school_is_quiet_when_its_leadership_says_so(served: Served, school: School, relay: Relaying) -> None:
    await gets_mail(served, school.olga, "olga@example.org")
    clara, maria = await served.person("clara"), await served.person("maria")
    path = f"/api/schools/{school.id}/quiet"
    assert (await maria.get(path)).body["quiet"] is None
    days = [(school.day + timedelta(days=n)).isoformat() for n in range(3)]
    assert (await maria.ask("PUT", path, {"quiet": None, "closed": days})).status == 404
    answer = await clara.ask("PUT", path, {"quiet": None, "weekend": True, "closed": days})
    assert (answer.body["closed"], answer.body["quiet_until"] is not None) == (days, True)
    carrier = postman(served, relay.port)
    await announced(maria, school, to_families(school))
    await carrier.round()
    assert (await became_of(served, school.olga))[0] == ("announcement", "waiting", None)
    await clara.ask("PUT", path, {"quiet": None})
    await carrier.round(timedelta(days=7))
    assert [address for address, _ in relay.take()] == ["olga@example.org"]
