"""Addresses and keys of portals, as they publish them: kept for a while, and asked for anew when keys change."""

import asyncio
import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeVar
from urllib.parse import quote_plus

from joserfc.jwk import Key
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from channels.portals.ports import KeptPortal
from handlers.oidc.fetching import Fetcher, Json, PortalAway, PortalRefuses
from handlers.oidc.tokens import UnknownKey, read_keys

WELL_KNOWN = "/.well-known/openid-configuration"
KEPT_SECONDS = 3600.0  # for which addresses and keys are believed
AGAIN_SECONDS = 30.0  # between two looks for keys that are not known yet

_Address = Annotated[str, StringConstraints(min_length=8, max_length=2000, pattern=r"^https?://[\x21-\x7e]+$")]
T = TypeVar("T")


class Metadata(BaseModel):
    """Addresses of a portal, as it publishes them (OpenID Connect Discovery 1.0)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    issuer: str
    authorization_endpoint: _Address
    token_endpoint: _Address
    jwks_uri: _Address
    userinfo_endpoint: _Address | None = None
    end_session_endpoint: _Address | None = None
    authorization_response_iss_parameter_supported: bool = False
    token_endpoint_auth_methods_supported: list[str] = ["client_secret_basic"]


@dataclass
class _Known:
    metadata: Metadata
    read_at: float
    keys: Sequence[Key] = ()
    keys_at: float = field(default=-KEPT_SECONDS)


class PortalServers:
    """Asks portals for addresses, keys and tokens. `monotonic`: seconds of a clock that only goes on."""

    def __init__(self, fetcher: Fetcher, monotonic: Callable[[], float]) -> None:
        self._fetcher = fetcher
        self._monotonic = monotonic
        self._known: dict[tuple[int, str], _Known] = {}
        self._locks: dict[int, asyncio.Lock] = {}
        self._failed_at: dict[int, float] = {}

    async def metadata(self, portal: KeptPortal, *, fresh: bool = False) -> Metadata:
        """Returns what the portal says of itself; `fresh`: now, and not within the last hour. Raises `PortalAway`."""
        async with self._lock(portal):
            return (await self._read(portal, fresh=fresh)).metadata

    async def with_keys(self, portal: KeptPortal, read: Callable[[Sequence[Key]], T]) -> T:
        """Returns what `read` makes of the portal's keys; after UnknownKey once more with fresh ones.

        Raises `PortalAway`.

        They are asked for twice a minute at most: else strangers with made-up tokens would make us flood the portal.
        """
        async with self._lock(portal):
            known = await self._read(portal)
            if self._monotonic() - known.keys_at >= KEPT_SECONDS:
                await self._read_keys(known)
            try:
                return read(known.keys)
            except UnknownKey:
                if self._monotonic() - known.keys_at < AGAIN_SECONDS:
                    raise
            await self._read_keys(known)
            return read(known.keys)

    async def tokens(self, portal: KeptPortal, code: str, verifier: str, redirect_uri: str) -> Json:
        """Exchanges a code for tokens. Raises `PortalAway` and `PortalRefuses`."""
        metadata, settings = await self.metadata(portal), portal.settings
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
        }
        headers: dict[str, str] = {}
        if settings.client_secret and "client_secret_basic" in metadata.token_endpoint_auth_methods_supported:
            pair = f"{quote_plus(settings.client_id)}:{quote_plus(settings.client_secret)}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        else:
            form["client_id"] = settings.client_id
            if settings.client_secret:
                form["client_secret"] = settings.client_secret
        return await self._fetcher.post(metadata.token_endpoint, form, headers)

    async def user_info(self, portal: KeptPortal, access_token: object) -> Mapping[str, Any]:
        """Returns what the portal tells beside the ID token; nothing if it tells nothing. Raises `PortalAway`."""
        address = (await self.metadata(portal)).userinfo_endpoint
        if address is None or not isinstance(access_token, str) or not _is_bearer(access_token):
            return {}
        return await self._fetcher.get(address, access_token)

    async def close(self) -> None:
        await self._fetcher.close()

    async def _read(self, portal: KeptPortal, *, fresh: bool = False) -> _Known:
        key = (portal.id, portal.issuer)
        known = self._known.get(key)
        if known is not None and not fresh and self._monotonic() - known.read_at < KEPT_SECONDS:
            return known
        if not fresh and self._monotonic() - self._failed_at.get(portal.id, -AGAIN_SECONDS) < AGAIN_SECONDS:
            return _or_away(known)
        try:
            metadata = await self._asked(portal)
        except (PortalAway, PortalRefuses):
            self._failed_at[portal.id] = self._monotonic()
            if fresh:
                raise
            return _or_away(known)
        self._failed_at.pop(portal.id, None)
        if known is None or known.metadata.jwks_uri != metadata.jwks_uri:
            known = _Known(metadata, self._monotonic())
        known.metadata, known.read_at = metadata, self._monotonic()
        self._known[key] = known
        return known

    async def _asked(self, portal: KeptPortal) -> Metadata:
        found = await self._fetcher.get(portal.issuer.rstrip("/") + WELL_KNOWN)
        try:
            metadata = Metadata.model_validate(found)
        except ValidationError:
            raise PortalAway("addresses are missing") from None
        if metadata.issuer != portal.issuer:
            raise PortalAway("it calls itself otherwise")
        for page in (metadata.authorization_endpoint, metadata.end_session_endpoint):
            if page is not None:
                self._fetcher.address_of_page(page)
        return metadata

    async def _read_keys(self, known: _Known) -> None:
        known.keys_at = self._monotonic() - KEPT_SECONDS + AGAIN_SECONDS  # asked for again soon, should it fail now
        known.keys = read_keys(await self._fetcher.get(known.metadata.jwks_uri))
        known.keys_at = self._monotonic()

    def _lock(self, portal: KeptPortal) -> asyncio.Lock:
        return self._locks.setdefault(portal.id, asyncio.Lock())


def _or_away(known: _Known | None) -> _Known:
    """Returns what was known of a portal that does not answer now. Raises `PortalAway` if that is nothing."""
    if known is None:
        raise PortalAway("no answer a moment ago")
    return known


def _is_bearer(token: str) -> bool:
    return 0 < len(token) <= 16 * 1024 and token.isascii() and token.isprintable() and " " not in token
