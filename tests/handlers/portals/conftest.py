"""A portal that the school's admin has added, and a server that may ask it."""

from collections.abc import AsyncIterator

import pytest

from tests.support.portals import Portal, portal_here, settings_of
from tests.support.school import School
from tests.support.serving import Served, serving


@pytest.fixture
async def portal() -> AsyncIterator[Portal]:
    async with portal_here() as portal:
        yield portal


@pytest.fixture
async def served(school_url: str, portal: Portal) -> AsyncIterator[Served]:
    async with serving(school_url, portal_hosts=frozenset({f"127.0.0.1:{portal.port}"})) as served:
        yield served


@pytest.fixture
async def number(served: Served, school: School, portal: Portal) -> str:
    """The portal as the school's admin has added it, and Olga's address as the school has it."""
    await served.server.pool.execute(
        "update person set email = 'olga@mail.example', middle_name = 'Сергеевна' where id = $1", school.olga
    )
    sysop = await served.person("sysop")
    answer = await sysop.post(f"/api/schools/{school.id}/portals", settings_of(portal))
    assert answer.status == 201, answer.body
    [one] = answer.body["portals"]
    found: str = one["id"]
    return found
