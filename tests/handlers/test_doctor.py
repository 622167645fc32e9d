"""`zvonok doctor`: what it finds with real servers and a made-up DNS, and what it says of it."""

import asyncio
import base64
import dataclasses
import re
import ssl
import string
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from channels.files.ports import Verdict
from handlers.doctor import checks
from handlers.doctor.checks import CHECKS, Finding, State, examine
from handlers.doctor.facts import Facts, FolderSeen, Options, PageSeen, look
from handlers.doctor.names import NamesSeen, Unanswered, look_up
from handlers.doctor.words import WORDS, told
from handlers.settings import Settings, WrongSetting
from realtime.carriers.probe import RelaySeen, Step
from realtime.redis.probe import RedisSeen
from storage.db_inspection import DatabaseSeen, Waiting
from tests.support.certificates import certified
from tests.support.files import clamd
from tests.support.processes import ended
from tests.support.redis_servers import RedisServer, on_path, running, wheel
from tests.support.serving import Served, free_port

DOMAIN = "school7.example"
SETTINGS = Settings(mail_from=f"Школа 7 <diary@{DOMAIN}>", public_url="https://diary.school7.example")


class Offline:
    """Implements `handlers.doctor.names.Resolver` with what it is told. A name that is None does not answer."""

    def __init__(self, texts: Mapping[str, Sequence[str] | None], mx: Sequence[str] = ()) -> None:
        self._texts, self._mx = texts, mx

    async def txt(self, name: str) -> Sequence[str]:
        found = self._texts.get(name, ())
        if found is None:
            raise Unanswered(f"{name}: Timeout")
        return found

    async def mx(self, name: str) -> Sequence[str]:
        return self._mx


NOTHING = Offline({})


async def findings(settings: Settings, *, resolver: Offline = NOTHING, **asked: Any) -> dict[str, Finding]:
    found = examine(await look(Options(settings, **asked), resolver))
    for finding in found.values():
        for language in ("ru", "en"):
            assert all(told(finding, language)) is (finding.state is not State.OK and finding.says != "tried_not")
    return found


def facts(**seen: Any) -> Facts:
    nothing: dict[str, Any] = dict.fromkeys(("to", "database", "names", "relay", "redis", "page", "scanner"))
    given = {"settings": SETTINGS, "files": FolderSeen(Path("files"), "", 2 * checks.LITTLE), **nothing, **seen}
    return Facts(**given)


# Words


def test_everything_is_said_in_both_languages_with_the_same_things_in_it() -> None:
    def fields(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for key, said in WORDS.items():
        assert fields(said.ru) == fields(said.en), key
        assert fields(said.remedy_ru) == fields(said.remedy_en), key
        assert bool(said.remedy_ru) == bool(said.remedy_en), key
        assert re.search("[а-яё]", said.ru) or key == "spf", key


def test_there_are_words_for_everything_a_check_can_say_and_no_others() -> None:
    source = Path(checks.__file__).read_text(encoding="utf-8")
    assert set(re.findall(r'(?:ok|warn|wrong)\(\s*"(\w+)"', source)) == set(WORDS)


# The database


@pytest.fixture
async def database(empty_url: str) -> DatabaseSeen:
    """As it is seen before a server has ever worked on it."""
    seen = (await look(Options(Settings(database_url=empty_url)), NOTHING)).database
    assert isinstance(seen, DatabaseSeen)
    return seen


async def test_a_database_that_serves_is_well(served: Served, school_url: str, tmp_path: Path) -> None:
    found = await findings(Settings(database_url=school_url, data=tmp_path))
    assert {name: finding.state for name, finding in found.items() if finding.state is not State.OK} == {
        "relay": State.WARN,
        "push_key": State.WARN,  # mails would come from localhost
    }
    assert {"database", "durability", "letters", "connections", "migrations", "epoch", "clock", "waiting"} < set(found)


async def test_a_database_that_does_not_answer_is_told_with_the_reason(tmp_path: Path) -> None:
    found = await findings(Settings(database_url=f"postgresql://a@127.0.0.1:{free_port()}/a", data=tmp_path))
    assert found["database"].says == "database_away"
    assert "durability" not in found


async def test_an_embedded_database_is_not_started_for_a_look(tmp_path: Path) -> None:
    found = await findings(Settings(data=tmp_path))
    assert found["database"] == Finding(State.WARN, "database_off")
    assert list(tmp_path.iterdir()) == []


async def test_a_setting_that_could_lose_what_was_acknowledged_is_named(empty_url: str, tmp_path: Path) -> None:
    admin = await asyncpg.connect(empty_url)
    await admin.execute(
        f"alter database {await admin.fetchval('select current_database()')} set synchronous_commit = off"
    )
    await admin.close()
    found = await findings(Settings(database_url=empty_url, data=tmp_path))
    assert found["durability"] == Finding(State.WRONG, "durability_off", {"settings": "synchronous_commit"})


async def test_migrations_that_are_missing_changed_or_of_a_newer_version_are_told_apart(
    empty_url: str, tmp_path: Path
) -> None:
    settings, admin = Settings(database_url=empty_url, data=tmp_path), await asyncpg.connect(empty_url)
    last = await admin.fetchval(
        "delete from migration where name = (select max(name) from migration where name < 'v') returning name"
    )
    assert (await findings(settings))["migrations"] == Finding(State.WARN, "migrations_pending", {"number": 1})
    await admin.execute("insert into migration (name, sha256) values ($1, 'other')", last)
    assert (await findings(settings))["migrations"] == Finding(State.WRONG, "migrations_changed", {"names": last})
    await admin.execute("update migration set name = '9999_later.sql' where name = $1", last)
    assert (await findings(settings))["migrations"].says == "migrations_newer"
    await admin.close()


async def test_a_database_in_which_nothing_has_been_made_is_looked_at_all_the_same(
    cluster: str, tmp_path: Path
) -> None:
    found = await findings(Settings(database_url=cluster, data=tmp_path))
    assert (found["migrations"].says, found["push_key"].says) == ("migrations_pending", "push_unmade")
    assert "epoch" not in found


async def test_what_should_have_been_carried_long_ago_is_counted(
    served: Served, school_url: str, tmp_path: Path
) -> None:
    await served.server.pool.execute(
        "insert into dispatch (carrier, target, rank, due_at, made_at)"
        " select 'mail', 0, 1, now() - n * interval '11 minutes', now() from generate_series(0, 2) n"
    )
    found = await findings(Settings(database_url=school_url, data=tmp_path))
    assert found["waiting"] == Finding(State.WRONG, "waiting_long", {"carriers": "mail 3", "minutes": 22})


@pytest.mark.parametrize(
    ("check", "changes", "says"),
    [
        ("database", {"version": 140012}, "database_old"),
        ("database", {"is_standby": True}, "database_standby"),
        ("letters", {"encoding": "SQL_ASCII"}, "letters_unknown"),
        ("letters", {"knows_cyrillic": False}, "letters_unknown"),
        ("connections", {"free": 9}, "connections_few"),
        ("clock", {"clock_ahead": -2.1}, "clock_differs"),
        ("clock", {"clock_ahead": 1.9}, "clock"),
        ("waiting", {"waiting": [Waiting("push", 1, 599.0)]}, "waiting"),
        ("push_key", {"vapid": b"any secret makes a key"}, "push"),
    ],
)
async def test_of_a_database(database: DatabaseSeen, check: str, changes: dict[str, Any], says: str) -> None:
    finding = CHECKS[check](facts(database=dataclasses.replace(database, **changes)))
    assert finding is not None
    assert finding.says == says


# Redis


@pytest.fixture
async def redis(tmp_path: Path) -> AsyncIterator[RedisServer]:
    async with running(RedisServer(on_path() or wheel(), tmp_path / "redis")) as server:
        yield server


async def test_a_redis_that_delivers_is_well_and_one_that_evicts_is_not(redis: RedisServer, tmp_path: Path) -> None:
    settings = Settings(redis_url=redis.url, data=tmp_path)
    found = await findings(settings)
    assert (found["redis"].says, found["redis_memory"].says) == ("redis", "redis_memory")
    assert re.fullmatch(r"\d+\.\d+\.\d+", str(found["redis"].about["version"]))
    await redis.ask("CONFIG", "SET", "maxmemory-policy", "allkeys-lru")
    assert (await findings(settings))["redis_memory"].says == "redis_memory"  # there is no limit
    await redis.ask("CONFIG", "SET", "maxmemory", 100 * 1024 * 1024)
    assert (await findings(settings))["redis_memory"].says == "redis_evicts"


async def test_a_user_of_redis_who_may_not_subscribe_is_found_out(redis: RedisServer, tmp_path: Path) -> None:
    await redis.ask("ACL", "SETUSER", "poor", "on", ">poor", "+@connection", "+publish", "allchannels")
    settings = Settings(redis_url=redis.url.replace("//", "//poor:poor@"), data=tmp_path)
    found = await findings(settings)
    assert found["redis"].says == "redis_deaf"
    assert "redis_memory" not in found  # it may not ask
    await redis.ask("ACL", "SETUSER", "poor", "+@pubsub")
    assert (await findings(settings))["redis"] == Finding(State.OK, "redis", {"version": "?"})


async def test_a_redis_that_is_not_there_is_told(tmp_path: Path) -> None:
    found = await findings(Settings(redis_url=f"redis://127.0.0.1:{free_port()}", data=tmp_path))
    assert found["redis"].says == "redis_away"


def test_a_redis_that_has_evicted_is_told() -> None:
    seen = RedisSeen(heard=True, version="8.0.0", memory_limit=1, policy="allkeys-lru", evicted=7)
    assert checks.redis_memory(facts(redis=seen)) == Finding(State.WARN, "redis_evicted", {"number": 7})


# The relay


class Relay:
    def __init__(self, refuses: str = "") -> None:
        self.mails: list[tuple[str, str, bytes]] = []
        self._refuses = refuses

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        assert envelope.mail_from is not None
        self.mails.append((envelope.mail_from, envelope.rcpt_tos[0], envelope.content))
        return self._refuses or "250 taken"


def lets_in(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    assert isinstance(data, LoginPassword)
    return AuthResult(success=(data.login, data.password) == (b"school", b"right@"), handled=False)


@asynccontextmanager
async def relaying(relay: Relay, first_tls: ssl.SSLContext | None = None, **more: Any) -> AsyncIterator[int]:
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(relay, **more), "127.0.0.1", 0, ssl=first_tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def test_a_relay_with_starttls_and_a_password_is_well_and_takes_a_mail(tmp_path: Path) -> None:
    relay, (server, client) = Relay(), certified(tmp_path)
    signs_in: dict[str, Any] = {
        "tls_context": server,
        "require_starttls": True,
        "authenticator": lets_in,
        "auth_required": True,
    }
    async with relaying(relay, **signs_in) as port:
        settings = dataclasses.replace(
            SETTINGS, smtp_url=f"smtp://school:right%40@localhost:{port}", public_url=None, data=tmp_path
        )
        found = await findings(settings, tls=client, to="head@example.org")
        assert [found[name].says for name in ("relay", "relay_encryption", "tried")] == [
            "relay",
            "relay_encrypted",
            "tried",
        ]
        stranger = await findings(settings)
        wrong = dataclasses.replace(settings, smtp_url=f"smtp://school:wrong@localhost:{port}")
        refused = await findings(wrong, tls=client, to="head@example.org")
    assert "CERTIFICATE_VERIFY_FAILED" in str(stranger["relay"].about["why"])
    assert [refused[name].says for name in ("relay", "tried")] == ["relay_sign_in", "tried_not"]
    [(sender, recipient, content)] = relay.mails
    assert (sender, recipient) == (f"diary@{DOMAIN}", "head@example.org")
    assert b"Auto-Submitted: auto-generated" in content


async def test_a_relay_that_is_encrypted_from_the_start_is_well_until_its_certificate_ends(tmp_path: Path) -> None:
    for days, says in ((90, "relay_encrypted"), (13, "relay_certificate")):
        server, client = certified(tmp_path, days=days)
        async with relaying(Relay(), first_tls=server) as port:
            settings = Settings(smtp_url=f"smtps://127.0.0.1:{port}", data=tmp_path)
            found = await findings(settings, tls=client)
        assert (found["relay"].says, found["relay_encryption"].says) == ("relay", says)


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
async def test_a_relay_that_cannot_encrypt_is_told_as_one(scheme: str, tmp_path: Path) -> None:
    async with relaying(Relay()) as port:
        found = await findings(Settings(smtp_url=f"{scheme}://127.0.0.1:{port}", data=tmp_path))
    assert found["relay"].says == "relay_encryption"
    assert "relay_encryption" not in found


async def test_a_relay_on_this_machine_needs_no_encryption_and_its_refusal_of_a_mail_is_told(tmp_path: Path) -> None:
    async with relaying(Relay("550 5.7.1 not from there")) as port:
        settings = Settings(smtp_url=f"smtp+plain://127.0.0.1:{port}", data=tmp_path)
        found = await findings(settings, to="head@example.org")
    assert found["relay_encryption"].says == "relay_near"
    assert found["tried"].says == "tried_refused"
    assert "not from there" in str(found["tried"].about["why"])


async def test_a_relay_that_is_not_there_is_told(tmp_path: Path) -> None:
    found = await findings(Settings(smtp_url=f"smtp://127.0.0.1:{free_port()}", data=tmp_path), to="a@example.org")
    assert [found[name].says for name in ("relay", "tried")] == ["relay_away", "tried_not"]


def test_a_relay_elsewhere_without_encryption_is_warned_of() -> None:
    settings = dataclasses.replace(SETTINGS, smtp_url="smtp+plain://relay.example")
    found = checks.relay_encryption(facts(settings=settings, relay=RelaySeen(Step.DONE)))
    assert found == Finding(State.WARN, "relay_plain", {"host": "relay.example"})


async def test_a_clock_that_a_relay_shows_in_its_greeting_is_compared(tmp_path: Path) -> None:
    for ahead, says in ((0, "clock"), (30, "clock_differs"), (-30, "clock_differs")):
        date = format_datetime(datetime.now(UTC) + timedelta(seconds=ahead))
        async with relaying(Relay(), ident=f"Exim 4.98 {date}") as port:
            found = await findings(Settings(smtp_url=f"smtp+plain://127.0.0.1:{port}", data=tmp_path))
        assert (found["clock"].says, found["clock"].about["of"]) == (says, "SMTP")


# The names of the domain


def key(bits: int) -> str:
    public = generate_private_key(65537, bits).public_key()
    return base64.b64encode(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


GOOD = {
    DOMAIN: ["google-site-verification=1", "v=spf1 include:relay.example -all"],
    "relay.example": ["v=spf1 ip4:192.0.2.0/24 ~all"],
    f"_dmarc.{DOMAIN}": ["v=DMARC1; p=quarantine; rua=mailto:a@school7.example"],
}
CHAIN = {f"{n}.example": [f"v=spf1 include:{n + 1}.example a mx -all"] for n in range(10)}
STRONG, SHORT, TINY = key(2048), key(1024), "TUZ3d0RRWUpLb1pJaHZjTkFRRUJCUUFEU3dBd1NBSkI="
SELECTED = f"key1._domainkey.{DOMAIN}"


async def named(texts: Mapping[str, Sequence[str] | None], check: str, mx: Sequence[str] = ("mx.example",)) -> Finding:
    names = await look_up(Offline({**GOOD, **texts}, mx), DOMAIN, "key1")
    finding = CHECKS[check](facts(names=names))
    assert finding is not None
    assert told(finding, "ru")
    return finding


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        ({}, "spf"),
        ({DOMAIN: []}, "spf_none"),
        ({DOMAIN: ["v=spf10 -all"]}, "spf_none"),
        ({DOMAIN: ["v=spf1 -all", "V=SPF1 a -all"]}, "spf_many"),
        ({DOMAIN: ["v=spf1 +all"]}, "spf_all"),
        ({DOMAIN: ["v=spf1 include:relay.example"]}, "spf_open"),
        ({DOMAIN: ["v=spf1 include:relay.example ?all"]}, "spf_open"),
        ({DOMAIN: ["v=spf1 redirect=relay.example"]}, "spf"),
        ({DOMAIN: ["v=spf1 a mx ptr exists:%{i}.example a:b.example mx/24 ip4:192.0.2.1 -all"]}, "spf"),
        ({DOMAIN: ["v=spf1 " + "a " * 10 + "-all"]}, "spf"),
        ({DOMAIN: ["v=spf1 " + "a " * 11 + "-all"]}, "spf_long"),
        ({**CHAIN, DOMAIN: ["v=spf1 include:0.example -all"]}, "spf_long"),
        ({**CHAIN, DOMAIN: ["v=spf1 include:8.example a a -all"]}, "spf"),
        ({**CHAIN, DOMAIN: ["v=spf1 include:8.example a a a a -all"]}, "spf_long"),
        ({DOMAIN: [f"v=spf1 include:{DOMAIN} -all"]}, "spf_long"),  # it names itself
    ],
)
async def test_of_spf(texts: Mapping[str, Sequence[str]], says: str) -> None:
    assert (await named(texts, "spf")).says == says


@pytest.mark.parametrize(
    ("domain", "texts", "says"),
    [
        (DOMAIN, {}, "dmarc"),
        (DOMAIN, {f"_dmarc.{DOMAIN}": []}, "dmarc_none"),
        (DOMAIN, {f"_dmarc.{DOMAIN}": ["v=DMARC1; p=none", "v=DMARC1; p=reject"]}, "dmarc_many"),
        (DOMAIN, {f"_dmarc.{DOMAIN}": ["v=DMARC1; rua=mailto:a@example.org"]}, "dmarc_broken"),
        (f"diary.{DOMAIN}", {}, "dmarc"),
        (f"diary.{DOMAIN}", {f"_dmarc.{DOMAIN}": ["v=DMARC1; p=none; sp=wrong"]}, "dmarc_broken"),
    ],
)
async def test_of_dmarc(domain: str, texts: Mapping[str, Sequence[str]], says: str) -> None:
    found = checks.dmarc(facts(names=await look_up(Offline({**GOOD, **texts}), domain, None)))
    assert found is not None
    assert found.says == says


@pytest.mark.parametrize(
    ("record", "says"),
    [
        (f"v=DKIM1; k=rsa; p={STRONG}", "dkim"),
        (f"p={STRONG[:100]} {STRONG[100:]}", "dkim"),
        (f"v=DKIM1; k=ed25519; p={base64.b64encode(bytes(32)).decode()}", "dkim"),
        (f"v=DKIM1; k=ed25519; p={base64.b64encode(bytes(31)).decode()}", "dkim_broken"),
        (f"v=DKIM1; p={SHORT}", "dkim_short"),
        (f"v=DKIM1; p={TINY}", "dkim_broken"),
        (f"v=DKIM1; p={STRONG[:-9]}", "dkim_broken"),
        (f"v=DKIM1; t=s:y; p={STRONG}", "dkim_testing"),
        ("v=DKIM1; p=", "dkim_revoked"),
        ("something else", "dkim_none"),
    ],
)
async def test_of_dkim(record: str, says: str) -> None:
    assert (await named({SELECTED: [record]}, "dkim")).says == says


@pytest.mark.parametrize(("mx", "says"), [(["a.example", "b.example"], "mx"), ([], "mx_none"), ([""], "mx_null")])
async def test_of_mx(mx: Sequence[str], says: str) -> None:
    assert (await named({}, "mx", mx)).says == says


def test_without_a_selector_dkim_is_not_looked_at() -> None:
    assert checks.dkim(facts(names=NamesSeen(DOMAIN, [], [], 0, [], DOMAIN, None, []))) == Finding(
        State.WARN, "dkim_unasked"
    )


async def test_a_dns_that_does_not_answer_is_told_and_nothing_else_is_said_of_the_domain(tmp_path: Path) -> None:
    settings = dataclasses.replace(SETTINGS, smtp_url="smtp+plain://127.0.0.1:1", public_url=None, data=tmp_path)
    found = await findings(settings, resolver=Offline({DOMAIN: None}))
    assert found["dns"] == Finding(State.WRONG, "dns_away", {"why": f"{DOMAIN}: Timeout"})
    assert not {"mx", "spf", "dmarc", "dkim"} & set(found)


async def test_a_sender_of_this_machine_only_is_told(tmp_path: Path) -> None:
    found = await findings(Settings(smtp_url="smtp+plain://127.0.0.1:1", data=tmp_path))
    assert found["dns"] == Finding(State.WRONG, "dns_local", {"domain": "localhost"})


# This machine, and how it is seen from outside


async def test_a_public_address_is_asked_whether_it_is_ours(served: Served, tmp_path: Path) -> None:
    found = await findings(Settings(public_url=served.base, data=tmp_path))
    assert (found["public_url"].says, found["page"].says) == ("url", "page")
    assert found["clock"].about["of"] == "HTTPS"
    other = await findings(Settings(public_url=f"http://127.0.0.1:{free_port()}", data=tmp_path))
    assert other["page"].says == "page_away"


async def test_a_public_address_whose_certificate_nobody_trusts_is_told(tmp_path: Path) -> None:
    server, client = certified(tmp_path)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi")
        writer.close()

    listening = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=server)
    settings = Settings(public_url=f"https://localhost:{listening.sockets[0].getsockname()[1]}", data=tmp_path)
    assert (await findings(settings))["page"].says == "page_certificate"
    assert (await findings(settings, tls=client))["page"].says == "page_other"
    listening.close()


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (Settings(), "url_none"),
        (Settings(host="0.0.0.0"), "url_unset"),
        (Settings(public_url="http://diary.example"), "url_plain"),
        (Settings(public_url="http://localhost.example"), "url_plain"),
        (Settings(public_url="http://localhost:8080"), "url"),
        (SETTINGS, "url"),
    ],
)
def test_of_public_addresses(settings: Settings, says: str) -> None:
    assert checks.public_url(facts(settings=settings)).says == says


@pytest.mark.parametrize(
    ("behind", "says"), [(0.5, "clock"), (2.9, "clock"), (3.1, "clock_differs"), (-2.1, "clock_differs")]
)
def test_a_date_of_whole_seconds_stands_for_all_that_begin_with_them(behind: float, says: str) -> None:
    now = datetime.now(UTC)
    seen = PageSeen(200, True, date=now - timedelta(seconds=behind), heard_at=now)
    found = checks.clock(facts(page=seen))
    assert found is not None
    assert found.says == says


async def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    found = await findings(Settings(files=file / "files", data=tmp_path))
    assert (found["files"].says, found["files"].about["why"]) == ("files_closed", "Not a directory")
    assert "disk" not in found


@pytest.mark.parametrize(("mib", "says"), [(50, "disk_full"), (500, "disk_little"), (5000, "disk")])
def test_of_a_disk(mib: int, says: str) -> None:
    found = checks.disk(facts(files=FolderSeen(Path("files"), "", mib * checks.MIB)))
    assert found is not None
    assert found.says == says


async def test_a_scanner_is_asked_about_something_harmless(tmp_path: Path) -> None:
    settings = Settings(clamd_url=f"unix:{tmp_path / 'clamd'}", data=tmp_path)
    assert (await findings(settings))["scanner"].says == "scanner_away"
    async with clamd(tmp_path / "clamd"):
        assert (await findings(settings))["scanner"].says == "scanner"
    assert checks.scanner(facts(scanner=Verdict.INFECTED)).says == "scanner_away"


# The command


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        (Settings(smtp_url="nonsense"), "ZVONOK_SMTP_URL"),
        (Settings(redis_url="nonsense"), "ZVONOK_REDIS_URL"),
        (Settings(clamd_url="nonsense"), "ZVONOK_CLAMD_URL"),
    ],
)
async def test_an_address_that_is_none_is_a_wrong_setting(settings: Settings, name: str) -> None:
    with pytest.raises(WrongSetting, match=name):
        await look(Options(settings), NOTHING)


@pytest.mark.slow
async def test_the_command_ends_with_one_only_when_something_is_wrong(tmp_path: Path) -> None:
    here = {"ZVONOK_DATA": str(tmp_path / "data")}
    status, said = await ended(command="doctor", **here, LC_ALL="ru_RU.UTF-8")
    assert status == 0
    assert "внимание  Встроенная база данных" in said
    status, said = await ended("--json", command="doctor", **here, ZVONOK_REDIS_URL=f"redis://127.0.0.1:{free_port()}")
    assert status == 1
    assert '"ok": false' in said
    assert '"code": "redis_away"' in said
