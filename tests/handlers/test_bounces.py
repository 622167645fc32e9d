"""What comes back after it was taken: who does not get our mails is sent no more, and nobody can say so for others."""

import asyncio
import os
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from channels.notices.retention import forget
from handlers.commands.bounces import bounced, bounced_command, taken
from handlers.letters.addresses import LetterAddresses
from handlers.letters.bounces import LIMIT, Bounce, Meaning, read, return_path
from handlers.post import SchoolPost
from handlers.postmen import make_postman, vapid_key
from handlers.settings import Settings, WrongSetting
from tests.handlers.test_marks import mark, post
from tests.support.post import KEY, Postman, Relaying, became_of, gets_mail, letters_of, postman
from tests.support.processes import ROOT
from tests.support.school import School
from tests.support.serving import Served

BOUNCES = "bounces@school7.example"
ADDRESSES = LetterAddresses(KEY)
TO = return_path(BOUNCES, 7, ADDRESSES)
SETTINGS = "/api/notices/settings"


def postfix(to: str, status: str = "5.1.1", action: str = "failed", answer: str = "") -> bytes:
    """As Postfix hands it to a command."""
    return f"""From MAILER-DAEMON  Mon Sep  1 09:00:00 2025
Return-Path: <>
X-Original-To: {to}
Delivered-To: {to}
Received: by mx.example.org (Postfix)
\tid 4ABCDE; Mon,  1 Sep 2025 09:00:00 +0000 (UTC)
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4ABCDE.1756717200/mx.example.org"
Message-Id: <20250901090000.4ABCDE@mx.example.org>

Only programs for MIME show what is above the parts.

--4ABCDE.1756717200/mx.example.org
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

Your mail could not be brought to everybody it was for.

--4ABCDE.1756717200/mx.example.org
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
X-Postfix-Queue-ID: 4ABCDE
Arrival-Date: Mon,  1 Sep 2025 08:59:58 +0000 (UTC)

Final-Recipient: rfc822; olga@example.org
Original-Recipient: rfc822;olga@example.org
Action: {action}
Status: {status}
Remote-MTA: dns; in.example.org
Diagnostic-Code: smtp; {answer or f"550 {status} <olga@example.org>: not known here"}

--4ABCDE.1756717200/mx.example.org
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Return-Path: <{to}>
To: olga@example.org
Subject: =?utf-8?q?=D0=9E?=

--4ABCDE.1756717200/mx.example.org--
""".encode()


def exchange(to: str, status: str = "5.1.10") -> bytes:
    """With the ends of lines, the order of parameters and the blocks of an Exchange server."""
    return f"""From: <postmaster@example.org>
To: <{to}>
Date: Mon, 1 Sep 2025 09:00:00 +0000
Content-Type: multipart/report; report-type=delivery-status;
 boundary="f2a1b0c9-9d6e-4b3f-8a55-0c0c0c0c0c0c"
X-MS-Exchange-Message-Is-Ndr:
Content-Language: en-US
Subject: Undeliverable

--f2a1b0c9-9d6e-4b3f-8a55-0c0c0c0c0c0c
Content-Type: multipart/alternative; differences=Content-Type;
 boundary="aaaa1111"

--aaaa1111
Content-Type: text/plain; charset="utf-8"

Nobody of this name is in our house.

--aaaa1111
Content-Type: text/html; charset="utf-8"

<p>Nobody of this name is in our house.</p>

--aaaa1111--

--f2a1b0c9-9d6e-4b3f-8a55-0c0c0c0c0c0c
Content-Type: message/delivery-status

Reporting-MTA: dns;EX01.example.org
Received-From-MTA: dns;mail.school7.example
Arrival-Date: Mon, 1 Sep 2025 08:59:58 +0000

Final-Recipient: rfc822;olga@example.org
Action: failed
Status: {status}
Diagnostic-Code: smtp;550 {status} RESOLVER; nobody of this name
X-Display-Name: Olga

--f2a1b0c9-9d6e-4b3f-8a55-0c0c0c0c0c0c
Content-Type: message/rfc822

To: olga@example.org

--f2a1b0c9-9d6e-4b3f-8a55-0c0c0c0c0c0c--
""".replace("\n", "\r\n").encode()


def gmail(to: str, status: str = "5.1.1") -> bytes:
    """With the boundary first and without quotes, related parts, and diagnostics over many lines."""
    return f"""Delivered-To: {to}
From: Mail Delivery Subsystem <mailer-daemon@big.example>
To: {to}
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
References: <0123@diary.example>
Content-Type: multipart/report; boundary=0000000000001f2e3d; report-type=delivery-status

--0000000000001f2e3d
Content-Type: multipart/related; boundary="0000000000001f2e3e"

--0000000000001f2e3e
Content-Type: text/plain; charset="UTF-8"

No such address.

--0000000000001f2e3e--
--0000000000001f2e3d
Content-Type: message/delivery-status

Reporting-MTA: dns; big.example
Arrival-Date: Mon, 01 Sep 2025 02:00:00 -0700 (PDT)
X-Original-Message-ID: <0123@diary.example>

Final-Recipient: rfc822; olga@example.org
Action: failed
Status: {status}
Remote-MTA: dns; in.example.org. (192.0.2.1, the server for the domain.)
Diagnostic-Code: smtp; 550-{status} Nobody has this address here. Look for typos
 550-{status} and blanks.
 550 {status} See elsewhere.
Last-Attempt-Date: Mon, 01 Sep 2025 02:00:01 -0700 (PDT)

--0000000000001f2e3d
Content-Type: message/rfc822

To: olga@example.org

--0000000000001f2e3d--
""".encode()


def complaint(to: str, kind: str = "abuse", mail_from: str = "") -> bytes:
    """In the Abuse Reporting Format."""
    return f"""From: <complaints@big.example>
To: <{to}>
Subject: A reader complains
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="part"

--part
Content-Type: text/plain

Somebody pressed "spam".

--part
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: Big/1.0
Version: 1
Original-Mail-From: <{mail_from}>
Source-IP: 192.0.2.7

--part
Content-Type: text/rfc822-headers

From: diary@school7.example
--part--
""".encode()


def answer(to: str) -> bytes:
    return f"From: olga@example.org\nTo: {to}\nSubject: On leave\nAuto-Submitted: auto-replied\n\nBack soon.\n".encode()


async def mailed(served: Served, school: School, relay: Relaying, *, hours_ago: int = 1) -> tuple[Postman, str]:
    """Olga is mailed of a mark, a while ago; the postman, and where that mail comes back to."""
    await gets_mail(served, school.olga, "olga@example.org")
    await served.server.pool.execute("update mailbox set confirmed_at = now() - interval '1 day'")
    carrier = postman(served, relay.port)
    carrier.post.mails = replace(carrier.post.mails, addresses=await letters_of(served), bounces=BOUNCES)
    await post(await served.person("maria"), school, mark(school))
    await carrier.round(-timedelta(hours=hours_ago))
    relay.take()
    return carrier, relay.senders[-1]


async def is_refused(served: Served, login: str = "olga") -> bool:
    refused: bool = (await (await served.person(login)).get(SETTINGS)).body["mailbox"]["refused"]
    return refused


async def confirms(served: Served, person: int, address: str) -> None:
    token = (await letters_of(served)).issue("confirm", person, address, 60)
    assert (await served.stranger.ask("POST", f"/confirm/{token}", b"")).status == 200


@pytest.mark.parametrize("report", [postfix, exchange, gmail])
async def test_a_mail_that_comes_back_ends_mail_to_that_person_and_they_see_it(
    served: Served, school: School, relay: Relaying, report: object
) -> None:
    carrier, came_back = await mailed(served, school, relay)
    assert callable(report)
    bounce, ended = await bounced(served.server.pool, report(came_back))
    assert (bounce.meaning, ended) == (Meaning.GONE, True)
    assert await is_refused(served)
    await post(await served.person("maria"), school, mark(school, value=4))
    await carrier.round(timedelta(hours=1))
    assert relay.take() == []
    assert (await became_of(served, school.olga))[-1] == ("mark", "dropped", "no_way")


async def test_a_complaint_ends_mail_as_well(served: Served, school: School, relay: Relaying) -> None:
    _, came_back = await mailed(served, school, relay)
    assert (await bounced(served.server.pool, complaint("fbl@school7.example", mail_from=came_back)))[1]
    assert await is_refused(served)
    assert await served.server.pool.fetchval("select problem from mailbox") == "complaint"


async def test_confirming_anew_lifts_it_and_what_comes_back_late_does_not_end_it_again(
    served: Served, school: School, relay: Relaying
) -> None:
    carrier, came_back = await mailed(served, school, relay)
    assert (await bounced(served.server.pool, postfix(came_back)))[1]
    await confirms(served, school.olga, "new@example.org")
    assert not await is_refused(served)
    assert await bounced(served.server.pool, gmail(came_back)) == (
        Bounce(Meaning.GONE, int(came_back.partition("+")[2].partition("-")[0]), "5.1.1"),
        False,
    )
    assert not await is_refused(served)
    await post(await served.person("maria"), school, mark(school, value=4))
    await carrier.round(timedelta(hours=1))
    assert [address for address, _ in relay.take()] == ["new@example.org"]


async def test_an_address_of_the_roster_that_nobody_confirmed_ends_as_well(
    served: Served, school: School, relay: Relaying
) -> None:
    _, came_back = await mailed(served, school, relay)
    await served.server.pool.execute("delete from mailbox")
    await served.server.pool.execute("update person set email = 'roster@example.org' where id = $1", school.olga)
    assert (await bounced(served.server.pool, postfix(came_back)))[1]
    assert await is_refused(served)


async def test_a_forged_signature_or_that_of_another_mail_does_nothing(
    served: Served, school: School, relay: Relaying
) -> None:
    _, came_back = await mailed(served, school, relay)
    number, _, rest = came_back.partition("+")[2].partition("-")
    dispatch = int(number)
    tries = [
        return_path(BOUNCES, dispatch, ADDRESSES),  # by another server's key
        f"bounces+{dispatch}-{'0' * 16}@school7.example",
        return_path(BOUNCES, dispatch + 1, await letters_of(served)).replace(f"+{dispatch + 1}-", f"+{dispatch}-"),
        came_back.replace(f"+{number}-", f"+{dispatch + 1}-"),
        f"bounces+{dispatch}-{(await letters_of(served)).opaque('dispatch', dispatch)[:16]}@school7.example",
        BOUNCES,
        f"{dispatch}-{rest}",
    ]
    for to in tries:
        assert await bounced(served.server.pool, postfix(to)) == (Bounce(Meaning.UNSIGNED), False)
    assert not await is_refused(served)


async def test_of_a_mail_that_is_not_known_any_more_nothing_follows(
    served: Served, school: School, relay: Relaying
) -> None:
    carrier, came_back = await mailed(served, school, relay, hours_ago=100 * 24)
    await forget(replace(carrier.post.desk, clock=served.server.desk.clock))
    assert await served.server.pool.fetchval("select count(*) from dispatch") == 0
    bounce, ended = await bounced(served.server.pool, postfix(came_back))
    assert (bounce.meaning, ended) == (Meaning.GONE, False)
    never = return_path(BOUNCES, 10**18 - 1, await letters_of(served))
    assert not (await bounced(served.server.pool, postfix(never)))[1]
    assert not await is_refused(served)


async def test_a_note_that_comes_back_ends_nothing(served: Served, school: School, relay: Relaying) -> None:
    carrier, _ = await mailed(served, school, relay)
    await served.server.pool.execute(
        """
        insert into dispatch (person_id, carrier, target, rank, due_at, made_at, note)
        select p, 'mail', 0, 1, now() - interval '1 h', now() - interval '1 h',
               '{"kind":"tried","address":"x@example.org","language":"ru","about":{},"carrier":"mail"}'::json
        from unnest(array[$1, null]::bigint[]) as p
        """,
        school.olga,
    )
    await carrier.round()
    assert sorted(address for address, _ in relay.take()) == ["x@example.org"] * 2
    for came_back in relay.senders[-2:]:
        assert await bounced(served.server.pool, postfix(came_back)) == (
            Bounce(Meaning.GONE, int(came_back.partition("+")[2].partition("-")[0]), "5.1.1"),
            False,
        )
    assert not await is_refused(served)


async def test_every_mail_has_a_way_back_of_its_own_and_comes_from_the_school(
    served: Served, school: School, relay: Relaying
) -> None:
    carrier, came_back = await mailed(served, school, relay)
    dispatch = await served.server.pool.fetchval("select id from dispatch")
    assert came_back == return_path(BOUNCES, dispatch, await letters_of(served))
    carrier.post.mails = replace(carrier.post.mails, bounces=None)
    await post(await served.person("maria"), school, mark(school, value=4))
    await carrier.round(timedelta(hours=1))
    [(_, mail)] = relay.take()
    assert relay.senders[-1] == "diary@school7.example"
    assert mail["From"] == "Школа 7 <diary@school7.example>"


async def test_a_postman_takes_the_way_back_from_the_settings(served: Served) -> None:
    settings = Settings(smtp_url="smtp+plain://127.0.0.1:1", mail_bounces=BOUNCES)
    made = make_postman(settings, served.server.desk, served.server.engine.parts.orders, ADDRESSES, vapid_key(KEY))
    assert isinstance(made.post, SchoolPost)
    assert made.post.mails.bounces == BOUNCES


@pytest.mark.parametrize(
    ("mail", "meaning"),
    [
        (postfix(TO, "5.0.0", answer="550 5.1.1 unknown"), Meaning.GONE),  # Exim says no more itself
        (postfix(TO, "5.1.1 (not known)"), Meaning.GONE),
        (postfix(TO.upper()), Meaning.GONE),
        (postfix(TO, "5.2.2"), Meaning.UNDELIVERED),
        (postfix(TO, "5.7.1"), Meaning.UNDELIVERED),
        (postfix(TO, "5.7.1", answer="550 5.1.1 unknown"), Meaning.UNDELIVERED),
        (postfix(TO, "4.4.1", "delayed"), Meaning.UNDELIVERED),
        (postfix(TO, "5.1.1", "delivered"), Meaning.UNDELIVERED),
        (exchange(TO, "5.2.2"), Meaning.UNDELIVERED),
        (exchange(TO, "5.4.1"), Meaning.UNDELIVERED),
        (exchange(TO, "5.1.20"), Meaning.UNDELIVERED),
        (gmail(TO, "4.2.1"), Meaning.UNDELIVERED),
        (gmail(TO).replace(b"Last-Attempt", b"\nAction: delivered\nStatus: 2.0.0\nLast"), Meaning.UNDELIVERED),
        (gmail(TO).replace(b"; report-type=delivery-status", b""), Meaning.ANSWER),
        (gmail(TO).replace(b"message/delivery-status", b"text/plain"), Meaning.ANSWER),
        (complaint(TO), Meaning.COMPLAINT),
        (complaint(TO, "fraud"), Meaning.COMPLAINT),
        (complaint(TO, "not-spam"), Meaning.OTHER),
        (complaint("fbl@school7.example", mail_from=TO), Meaning.COMPLAINT),
        (complaint("fbl@school7.example"), Meaning.UNSIGNED),
        (answer(TO), Meaning.ANSWER),
        (answer(TO).replace(b"Auto-Submitted: auto-replied", b"X-Autoreply: yes"), Meaning.ANSWER),
        (answer(TO).replace(b"auto-replied", b"no"), Meaning.OTHER),
        (answer(BOUNCES).replace(b"Subject", b"Envelope-To: " + TO.encode() + b"\nSubject"), Meaning.ANSWER),
        (answer(BOUNCES), Meaning.UNSIGNED),
        (answer(BOUNCES) + TO.encode(), Meaning.UNSIGNED),  # whoever quotes a mail has not got it back
        (b"", Meaning.NO_MESSAGE),
        (b"just words\n\nTo: " + TO.encode(), Meaning.NO_MESSAGE),
        (postfix(TO) + b" " * LIMIT, Meaning.TOO_LARGE),
    ],
)
def test_what_comes_back_means_what_it_says(mail: bytes, meaning: Meaning) -> None:
    bounce = read(mail, ADDRESSES)
    assert bounce.meaning is meaning
    assert bool(bounce.problem) == (meaning in (Meaning.GONE, Meaning.COMPLAINT))
    assert "olga" not in bounce.problem


def test_the_mail_server_may_say_itself_whom_it_came_to() -> None:
    assert read(postfix(BOUNCES), ADDRESSES, TO) == Bounce(Meaning.GONE, 7, "5.1.1")


_WHOLE = [postfix(TO), exchange(TO), gmail(TO), complaint(TO), answer(TO)]
_SPLICES = st.sampled_from(
    [
        b"\x00", b"\r", b"\n\n", b"--", b"\xff\xfe", b"=?x?q?", b": ", b"boundary*" + b"9" * 5000 + b"=x;", b"\n \n",
        b"Content-Type: multipart/report; boundary=\"(\"\n", b"charset*=\x00'';", b"Status:\n",
        b"+1-" + b"f" * 16 + b"@",
    ]
)  # fmt: skip


@st.composite
def mangled(draw: st.DrawFn) -> bytes:
    """A real one with pieces cut out and put in."""
    mail = draw(st.sampled_from(_WHOLE))
    for _ in range(draw(st.integers(1, 4))):
        begin = draw(st.integers(0, len(mail)))
        end = draw(st.integers(begin, min(len(mail), begin + 40)))
        mail = mail[:begin] + draw(st.one_of(_SPLICES, st.binary(max_size=20), st.just(b""))) + mail[end:]
    return mail


@given(st.one_of(st.binary(max_size=2000), mangled()), st.text(max_size=60))
def test_whatever_comes_is_answered(mail: bytes, to: str) -> None:
    bounce = read(mail, ADDRESSES, to)
    assert bounce.dispatch in (None, 7)
    assert not bounce.problem or bounce.dispatch == 7


@pytest.mark.parametrize(
    "mail",
    [
        b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(15_000)),
        b"a:b\n" * (LIMIT // 4),
        b"To: " + b"+1-0123456789abcdef@" * (LIMIT // 21),
        postfix(TO).replace(b"Action:", b"a: b\n\n" * 150_000 + b"Action:"),
        postfix(TO).replace(b"\n--4ABCDE", b"\n--4ABCDE.1756717200/mx.example.org\n" * 1000 + b"\n--4ABCDE"),
        b"To: x\nContent-Type: multipart/report; report-type=delivery-status; boundary=\" " + b"\t" * (LIMIT - 100),
    ],
    ids=["nested", "fields", "addresses", "blocks", "parts", "blanks"],
)  # fmt: skip
def test_what_was_made_to_be_hard_to_read_is_answered(mail: bytes) -> None:
    assert len(mail) <= LIMIT
    assert read(mail, ADDRESSES).problem == ""


class _Endless:
    """More than is read, in the end nothing."""

    def __init__(self, pieces: int) -> None:
        self.left = pieces

    def read(self, size: int) -> bytes:
        self.left -= 1
        return b"x" * size if self.left >= 0 else b""


def test_what_is_too_large_is_passed_over_to_its_end() -> None:
    stream = _Endless(5)
    assert len(taken(stream)) == LIMIT + 1  # type: ignore[arg-type]
    assert stream.left < 0


@pytest.mark.parametrize(
    "text", ["Школа <b@school7.example>", "bounces", "b@s\n", "б@school7.example", "b" * 28 + "@school7.example"]
)
def test_a_way_back_that_is_no_bare_address_is_named(text: str) -> None:
    with pytest.raises(WrongSetting, match="ZVONOK_MAIL_BOUNCES"):
        Settings.from_environment({"ZVONOK_MAIL_BOUNCES": text})
    assert Settings.from_environment({"ZVONOK_MAIL_BOUNCES": BOUNCES}).mail_bounces == BOUNCES
    assert Settings.from_environment({}).mail_bounces is None


async def command(mail: bytes, *arguments: str, **environment: str) -> tuple[int, str]:
    """Status and words."""
    ours = {name: None for name in os.environ if name.startswith("ZVONOK_")}
    result = await asyncio.to_thread(
        CliRunner(env={**ours, **environment}).invoke, bounced_command, arguments, input=mail
    )
    return result.exit_code, result.output


async def test_the_command_tells_the_mail_server_what_to_do_and_names_nobody(
    served: Served, school_url: str, school: School, relay: Relaying, tmp_path: Path
) -> None:
    _, came_back = await mailed(served, school, relay)
    found = {"ZVONOK_DATABASE_URL": school_url}
    assert await command(answer(came_back), **found) == (0, "bounced: an automatic answer: nothing follows\n")
    assert await command(answer(BOUNCES), **found) == (65, "bounced: not signed here: nothing follows\n")
    assert await command(b"", **found) == (65, "bounced: no message: nothing follows\n")
    aways = (
        {"ZVONOK_DATABASE_URL": "postgresql://127.0.0.1:1/none"},
        {"ZVONOK_DATA": str(tmp_path / "none")},
        {"ZVONOK_DATABASE_URL": school_url, "ZVONOK_PORT": "a wrong setting"},
    )
    for away in aways:
        status, said = await command(postfix(came_back), **away)
        assert (status, said.startswith("bounced: not now"), said.count("\n")) == (75, True, 1)
    assert not await is_refused(served)


async def test_a_mail_server_pipes_what_came_back_and_says_to_whom(
    served: Served, school_url: str, school: School, relay: Relaying
) -> None:
    _, came_back = await mailed(served, school, relay)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "handlers", "bounced", f"--to={came_back}"),
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "ZVONOK_DATABASE_URL": school_url},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    async with asyncio.timeout(60):
        said, _ = await process.communicate(postfix(BOUNCES))
    assert process.returncode == 0
    assert said.decode() == "bounced: there is no such address (5.1.1): no more mail to this person\n"
    assert await is_refused(served)
