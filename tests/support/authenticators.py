"""A device that makes and uses passkeys, in software: ES256, discoverable credentials, no attestation."""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

_PRESENT, _VERIFIED, _ATTESTED = 0x01, 0x04, 0x40


def b64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def from_b64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Authenticator:
    """A device with one credential, and the page that it stands before.

    Whatever a page or a device could get wrong is changed by its fields: `origin`, `rp_id` (None: the one it is asked
    for), `counter`, `asks`: for a finger, a face or a code of its own.
    """

    origin: str
    rp_id: str | None = None
    counter: int = 0
    credential_id: bytes = b"credential of a test, 32 bytes.."
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    user_handle: str | None = None
    asks: bool = True

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answers `PublicKeyCredentialCreationOptions`."""
        assert -7 in options["algorithms"]
        self.user_handle = options["user_handle"]
        point = self.key.public_key().public_numbers()
        public_key = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")})
        credential = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + public_key
        data = self._data(options, _ATTESTED) + credential
        return {
            "id": b64(self.credential_id),
            "client_data": b64(self._client_data("webauthn.create", options)),
            "attestation": b64(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})),
            "transports": ["internal"],
        }

    def use(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answers `PublicKeyCredentialRequestOptions`; counts on, unless it never counts."""
        self.counter += self.counter > 0
        data, client_data = self._data(options, 0), self._client_data("webauthn.get", options)
        signature = self.key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(SHA256()))
        return {
            "id": b64(self.credential_id),
            "client_data": b64(client_data),
            "authenticator_data": b64(data),
            "signature": b64(signature),
            "user_handle": self.user_handle,
        }

    def _data(self, options: dict[str, Any], flags: int) -> bytes:
        rp_id = self.rp_id or options["rp_id"]
        flags |= _PRESENT | (_VERIFIED if self.asks else 0)
        return hashlib.sha256(rp_id.encode()).digest() + bytes([flags]) + self.counter.to_bytes(4, "big")

    def _client_data(self, kind: str, options: dict[str, Any]) -> bytes:
        said = {"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()
