"""Tickets: a browser cannot send a token with a WebSocket, so it trades it for one of these first.

A ticket is short-lived, single-use, and says whose it is: base64url of an HMAC-SHA256 (16 bytes)
and of what it covers. It is a token of RFC 9110, so that it can be offered as a subprotocol.
"""

import base64
import binascii
import hmac
import secrets
from dataclasses import dataclass
from typing import Final

import msgspec

from metamodel.kernel.clock import Clock
from presence_api.live.rooms.person import Person

PREFIX: Final = "ticket."
_MAC_BYTES: Final = 16


class _Covered(msgspec.Struct, array_like=True, frozen=True):
    nonce: str
    user: str
    name: str
    tenant: str
    void_at: float
    ends_at: float
    resumes: int | None


_ENCODE = msgspec.json.Encoder().encode
_DECODE = msgspec.json.Decoder(_Covered).decode


@dataclass(frozen=True, slots=True)
class Admission:
    """Whom a ticket lets in, until when (seconds since 1970), and as which connection come back."""

    person: Person
    ends_at: float
    resumes: int | None = None


class Tickets:
    """Issues and redeems. Instances that share `key` redeem each other's."""

    def __init__(self, key: bytes, clock: Clock, ttl_s: float = 30.0) -> None:
        self._key, self._clock, self._ttl_s = key, clock, ttl_s
        self._used: dict[str, float] = {}

    def issue(self, admission: Admission) -> str:
        """A ticket for one connection."""
        person = admission.person
        covered = _ENCODE(
            _Covered(
                secrets.token_urlsafe(9),
                person.user,
                person.name,
                person.tenant,
                self._now() + self._ttl_s,
                admission.ends_at,
                admission.resumes,
            )
        )
        return _text(self._mac(b"ticket", covered) + covered)

    def redeem(self, text: str) -> Admission | None:
        """Whom it lets in, once; None if it is forged, void or used."""
        covered = self._covered(b"ticket", text)
        if covered is None:
            return None
        try:
            found = _DECODE(covered)
        except msgspec.MsgspecError:
            return None
        now = self._now()
        if found.void_at < now or found.nonce in self._used:
            return None
        self._used[found.nonce] = found.void_at
        return Admission(Person(found.user, found.name, found.tenant), found.ends_at, found.resumes)

    def resume_token(self, connection: int, person: Person) -> str:
        """What its holder may come back with as that connection."""
        return _text(self._mac(b"resume", _owner(connection, person))) + f".{connection}"

    def resumed(self, token: str, person: Person) -> int | None:
        """The connection that a resume token of this person stands for; None if it is none."""
        _, _, number = token.rpartition(".")
        if not number.isascii() or not number.isdecimal():
            return None
        connection = int(number)
        ours = self.resume_token(connection, person)
        return connection if hmac.compare_digest(ours.encode(), token.encode()) else None

    def forget_void(self) -> None:
        """Forget used tickets that nobody could use again anyway."""
        now = self._now()
        self._used = {nonce: at for nonce, at in self._used.items() if at >= now}

    def _covered(self, purpose: bytes, text: str) -> bytes | None:
        try:
            raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except (ValueError, binascii.Error):
            return None
        mac, covered = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
        return covered if hmac.compare_digest(mac, self._mac(purpose, covered)) else None

    def _mac(self, purpose: bytes, covered: bytes) -> bytes:
        return hmac.digest(self._key, purpose + b"\0" + covered, "sha256")[:_MAC_BYTES]

    def _now(self) -> float:
        return self._clock.now().timestamp()


def _owner(connection: int, person: Person) -> bytes:
    return _ENCODE((connection, person.tenant, person.user))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
