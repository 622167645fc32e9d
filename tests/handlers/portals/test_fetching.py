"""What a server may ask on behalf of a portal: nothing in its own network, and nothing in the open."""

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from handlers.oidc.fetching import Fetcher, PortalAway
from tests.support.portals import Portal


class Names(AbstractResolver):
    """Says of every name that it is this address."""

    def __init__(self, address: str) -> None:
        self._address = address

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        return [
            {"hostname": host, "host": self._address, "port": port, "family": 2, "proto": 0, "flags": 0},
        ]

    async def close(self) -> None:
        pass


@pytest.mark.parametrize(
    "address",
    [
        "http://portal.example/x",
        "https://127.0.0.1/x",
        "https://localhost/x",
        "https://10.0.0.1/x",
        "https://192.168.1.1/x",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/x",
        "https://[fd00::1]/x",
        "https://0.0.0.0/x",
        "https://name:password@portal.example/x",
        "ftp://portal.example/x",
        "file:///etc/passwd",
        "https:///x",
        "//portal.example/x",
        "",
    ],
)
def test_an_address_that_is_not_public_and_encrypted_is_not_asked(address: str) -> None:
    with pytest.raises(PortalAway):
        Fetcher(frozenset()).address(address)


def test_a_trusted_host_may_be_in_the_house_and_only_this_machine_is_asked_in_the_open() -> None:
    fetcher = Fetcher({"10.0.0.5:8443", "keycloak.school", "localhost:9000"})
    assert fetcher.address("https://10.0.0.5:8443/x").host == "10.0.0.5"
    assert fetcher.address("https://keycloak.school/x").host == "keycloak.school"
    assert fetcher.address("http://localhost:9000/x").port == 9000
    for address in ("https://10.0.0.5/x", "http://keycloak.school/x", "http://localhost:9001/x"):
        with pytest.raises(PortalAway):
            fetcher.address(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "169.254.169.254"])
async def test_a_name_that_leads_into_the_house_is_not_followed(address: str) -> None:
    fetcher = Fetcher(frozenset(), resolver=lambda: Names(address))
    with pytest.raises(PortalAway):
        await fetcher.get("https://portal.example/x")
    await fetcher.close()


async def test_a_portal_that_is_not_there_is_away(portal: Portal) -> None:
    fetcher = Fetcher({f"127.0.0.1:{portal.port}", "127.0.0.1:1"})
    assert (await fetcher.get(f"{portal.issuer}/.well-known/openid-configuration"))["issuer"] == portal.issuer
    with pytest.raises(PortalAway):
        await fetcher.get("http://127.0.0.1:1/")
    await fetcher.close()
