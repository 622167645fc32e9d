"""Tokens of portals: signed by one of the portal's keys, of the right portal, for us, for this visit, and not old."""

import json
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey, import_key

ALGORITHMS: Mapping[str, type[Key]] = {
    "RS256": RSAKey,
    "PS256": RSAKey,
    "ES256": ECKey,
    "EdDSA": OKPKey,
    "Ed25519": OKPKey,
}
LEEWAY = 60  # seconds that clocks may differ
LONGEST_TOKEN = 32 * 1024
LONGEST_SUBJECT = 255  # as OpenID Connect bounds it
LEAST_RSA = 2048
MOST_KEYS = 50
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"

Claims = Mapping[str, Any]


class TokenRefused(Exception):
    """Raised for a token that proves nothing. `str()` names the fault, and nothing of the token."""


class UnknownKey(TokenRefused):
    """Raised for a token signed with a key that the portal has not published, as far as is known here."""


@dataclass(frozen=True, slots=True)
class Expected:
    """Facts that every token of a portal has to agree with; `now` in seconds since 1970."""

    issuer: str
    client_id: str
    now: float


@dataclass(frozen=True, slots=True)
class LogoutToken:
    """An order to end logins: of a subject, of one session of the portal, or of both. `id`: it is good once."""

    id: str
    subject: str | None
    session_id: str | None
    until: float


def read_keys(published: Mapping[str, Any]) -> list[Key]:
    """Returns those keys of a JWKS that may sign tokens; what cannot be read is left out."""
    found = published.get("keys")
    keys: list[Key] = []
    for one in (found if isinstance(found, list) else [])[:MOST_KEYS]:
        if isinstance(one, dict) and one.get("use", "sig") == "sig" and one.get("kty") in ("RSA", "EC", "OKP"):
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore", SecurityWarning)  # short keys are refused where they are used
                    keys.append(import_key({name: one[name] for name in _PUBLIC if name in one}))
            except (JoseError, ValueError, TypeError, KeyError):
                continue
    return keys


_PUBLIC = ("kty", "kid", "crv", "x", "y", "n", "e")


def read_id_token(token: object, keys: Sequence[Key], expected: Expected, nonce: str) -> Claims:
    """Returns what an ID token says. Raises `UnknownKey`, and `TokenRefused` for every other fault."""
    claims = _signed(token, keys)
    _require_ours(claims, expected)
    if claims.get("nonce") != nonce:
        raise TokenRefused("nonce")
    _require_number(claims, "exp", at_least=expected.now - LEEWAY)
    subject_of(claims)
    return claims


def read_logout_token(token: object, keys: Sequence[Key], expected: Expected) -> LogoutToken:
    """Returns what an order to end logins says. Raises `UnknownKey`, and `TokenRefused` for every other fault."""
    claims = _signed(token, keys)
    _require_ours(claims, expected)
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(LOGOUT_EVENT), dict):
        raise TokenRefused("no order to end logins")
    if "nonce" in claims:  # an ID token in its place
        raise TokenRefused("nonce")
    if "exp" in claims:
        _require_number(claims, "exp", at_least=expected.now - LEEWAY)
    subject = subject_of(claims) if "sub" in claims else None
    session_id = text_of(claims, "sid", 500) if "sid" in claims else None
    if subject is None and session_id is None:
        raise TokenRefused("nobody named")
    # it is believed for as long as its number is remembered
    until = _require_number(claims, "iat", at_least=expected.now - LONGEST_ORDER) + LONGEST_ORDER + LEEWAY
    return LogoutToken(text_of(claims, "jti", 500), subject, session_id, until)


LONGEST_ORDER = 600  # seconds for which an order to end logins is believed


def subject_of(claims: Claims) -> str:
    """Returns by what the portal knows the person. Raises `TokenRefused`."""
    return text_of(claims, "sub", LONGEST_SUBJECT)


def text_of(claims: Claims, name: str, longest: int) -> str:
    """Returns a text that a token must have. Raises `TokenRefused`."""
    found = claims.get(name)
    if not isinstance(found, str) or not 0 < len(found) <= longest or not found.isprintable():
        raise TokenRefused(name)
    return found


def _signed(token: object, keys: Sequence[Key]) -> Claims:
    if not isinstance(token, str) or not token.isascii() or len(token) > LONGEST_TOKEN:
        raise TokenRefused("no token")
    try:
        header = jws.extract_compact(token.encode(), None, _REGISTRY).headers()
    except (JoseError, ValueError, TypeError):
        raise TokenRefused("no token") from None
    algorithm, name = header.get("alg"), header.get("kid")
    kind = ALGORITHMS.get(algorithm) if isinstance(algorithm, str) else None
    if kind is None:
        raise TokenRefused("algorithm")
    fitting = [key for key in keys if isinstance(key, kind) and (name is None or key.kid == name)]
    if not fitting:
        raise UnknownKey("unknown key")
    for key in fitting:
        if (claims := _verified(token, key)) is not None:
            return claims
    raise TokenRefused("signature") if name is not None else UnknownKey("signature")


_REGISTRY = jws.JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
_REGISTRY.max_header_length = 8 * 1024  # some portals send certificates along


def _verified(token: str, key: Key) -> Claims | None:
    """Returns what a token says if this key has signed it."""
    if isinstance(key, RSAKey) and key.raw_value.key_size < LEAST_RSA:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SecurityWarning)  # `EdDSA` is an old name, and still the one in use
            payload = jws.deserialize_compact(token, key, registry=_REGISTRY).payload
        claims = json.loads(payload or b"")
    except (JoseError, ValueError, TypeError, RecursionError):
        return None
    return claims if isinstance(claims, dict) else None


def _require_ours(claims: Claims, expected: Expected) -> None:
    """Raises `TokenRefused` unless the token is of this portal, for us, and of the past."""
    if claims.get("iss") != expected.issuer:
        raise TokenRefused("issuer")
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    if expected.client_id not in audiences:
        raise TokenRefused("audience")
    if claims.get("azp", expected.client_id) != expected.client_id or (len(audiences) > 1 and "azp" not in claims):
        raise TokenRefused("authorized party")
    _require_number(claims, "iat", at_most=expected.now + LEEWAY)


def _require_number(claims: Claims, name: str, *, at_least: float = 0, at_most: float = 2**53) -> float:
    found = claims.get(name)
    if isinstance(found, bool) or not isinstance(found, int | float) or not at_least <= found <= at_most:
        raise TokenRefused(name)
    return float(found)
