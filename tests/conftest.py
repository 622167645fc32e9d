"""Real PostgreSQL, one cluster a test process; a fresh database for every test that asks for one."""

import gc
import os
import random
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import asyncpg
import pytest
from aiohttp.test_utils import TestClient
from blockbuster import BlockBuster, blockbuster_ctx
from hypothesis import HealthCheck, settings
from pytest_aiohttp import AiohttpClient

from channels.invitations.hashes import InvitationHashes
from storage.embedded import embedded_postgres
from storage.migrate import migrate
from storage.pool import open_pool
from tests.support.databases import at, fresh
from tests.support.invitations import hashes_of
from tests.support.leftovers import remove_left_behind
from tests.support.post import Postman, Relaying, postman, relaying
from tests.support.school import ZONE, School, build_school, read_school
from tests.support.serving import Served, WholeServer, client_settings, served_by, serving

if "CI" not in os.environ:  # there hypothesis brings a profile of its own, which is as patient
    settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("patient")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`TEST_ORDER=7 pytest …` runs the tests in an order of chance, the same for the same number."""
    for item in items:
        if "cluster" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.database)
    # the long ones first: at the end one process would have them before it while the other has nothing left
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
    if "TEST_ORDER" in os.environ:
        random.Random(os.environ["TEST_ORDER"]).shuffle(items)


def pytest_collection_finish() -> None:
    """Spares the garbage collector what is imported, and lets it come more rarely: each was a sixth of a test."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 10)


@pytest.fixture(autouse=True)
def _nothing_blocks_the_loop() -> Iterator[BlockBuster]:
    with blockbuster_ctx(["channels", "storage", "realtime", "handlers"]) as blockbuster:
        for function in blockbuster.functions.values():  # asyncpg looks for a password file, once a connection
            function.can_block_in("asyncpg/connect_utils.py", "_parse_connect_dsn_and_args")
        yield blockbuster


MEMORY, ENOUGH, FOLDER = Path("/dev/shm"), 4 * 2**30, "zvonok-tests-"


@pytest.fixture(scope="session")
def cluster_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """In memory where there is room: what survives a crash is tested with databases of their own, on the disk."""
    remove_left_behind(MEMORY, FOLDER)
    if not MEMORY.is_dir() or not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < ENOUGH:
        yield tmp_path_factory.mktemp("cluster")
        return
    with tempfile.TemporaryDirectory(dir=MEMORY, prefix=f"{FOLDER}{os.getpid()}-") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
async def cluster(cluster_folder: Path) -> AsyncIterator[str]:
    """The address of a PostgreSQL with a template that is migrated and empty."""
    async with embedded_postgres(cluster_folder) as url:
        admin = await asyncpg.connect(url)
        await admin.execute("create database template_empty")
        await admin.close()
        connection = await asyncpg.connect(at(url, "template_empty"))
        await migrate(connection)
        await connection.close()
        yield url


@pytest.fixture(scope="session")
def school_templates() -> dict[date, str]:
    """Templates with the small school, by the day that it was on when they were made."""
    return {}


async def school_template(cluster: str, made: dict[date, str]) -> str:
    """The template of the school's present day: a run that goes on over midnight goes on with a new one."""
    day = datetime.now(ZoneInfo(ZONE)).date()
    if day not in made:
        name = f"template_school_{day:%Y%m%d}"
        admin = await asyncpg.connect(cluster)
        await admin.execute(f"create database {name} template template_empty")
        await admin.close()
        connection = await asyncpg.connect(at(cluster, name))
        await build_school(connection)
        await connection.close()
        made[day] = name
    return made[day]


@pytest.fixture
async def empty_url(cluster: str) -> AsyncIterator[str]:
    async with fresh(cluster, "template_empty") as url:
        yield url


@pytest.fixture
async def school_url(cluster: str, school_templates: dict[date, str]) -> AsyncIterator[str]:
    async with fresh(cluster, await school_template(cluster, school_templates)) as url:
        yield url


@pytest.fixture
async def database(empty_url: str) -> AsyncIterator[asyncpg.Pool]:
    """A pool on a fresh, migrated, empty database."""
    pool = await open_pool(empty_url)
    yield pool
    await pool.close()


@pytest.fixture
async def served(school_url: str, aiohttp_client: AiohttpClient) -> Served:
    """A running server with the small school."""
    server = WholeServer(school_url)
    client: TestClient[Any, None] = await aiohttp_client(server, **client_settings())
    return served_by(server, client)


@pytest.fixture
async def school(served: Served) -> School:
    return await read_school(served.server.pool)


@pytest.fixture
async def relay() -> AsyncIterator[Relaying]:
    """A mail relay that takes everything. A server of the test that is to mail by it names its port."""
    async with relaying() as relay:
        yield relay


@pytest.fixture
def post(served: Served, relay: Relaying) -> Postman:
    """The test's own postman: what is owed goes to the relay when the test says so."""
    return postman(served, relay.port)


@pytest.fixture
async def hashes(served: Served) -> InvitationHashes:
    """Hashes of invitations and codes as the server makes them."""
    return await hashes_of(served)


@pytest.fixture(scope="module")
async def shared(cluster: str, school_templates: dict[date, str]) -> AsyncIterator[Served]:
    """One server for all tests of a file, where what they try leaves everything as they need it."""
    async with fresh(cluster, await school_template(cluster, school_templates)) as url, serving(url) as served:
        yield served
