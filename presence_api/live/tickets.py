"""Tickets: a browser cannot send a token with a WebSocket, so it trades it for one of these first.

A ticket is short-lived, single-use, and says whose it is: base64url of an HMAC-SHA256 (16 bytes)
and of what it covers. It is a token of RFC 9110, so that it can be offered as a subprotocol.
"""

import hmac
import secrets
from dataclasses import dataclass, field
from typing import Final

import msgspec

from metamodel.kernel.clock import Clock
from presence_api.live.rooms.person import Person
from presence_api.signatures import MAC_BYTES, Signer, from_text, to_text

PREFIX: Final = "ticket."


class _Covered(msgspec.Struct, array_like=True, frozen=True):
    nonce: str
    user: str
    name: str
    tenant: str
    void_at: float
    ends_at: float
    resumes: str | None


_ENCODE = msgspec.json.Encoder().encode
_DECODE = msgspec.json.Decoder(_Covered).decode


@dataclass(frozen=True, slots=True)
class Admission:
    """Whom a ticket lets in, until when (seconds since 1970), and as which connection come back.

    Connections are called as in WELCOME: their instance comes first.
    """

    person: Person
    ends_at: float
    resumes: str | None = None
    ticket: str = field(default="", compare=False)  # what the ticket is called


class Tickets:
    """Issues and redeems. Instances that share `key` redeem each other's.

    Whether another instance has redeemed a ticket before is asked elsewhere.
    """

    def __init__(self, key: bytes, clock: Clock, ttl_s: float = 30.0) -> None:
        self._clock, self._ttl_s = clock, ttl_s
        self._tickets, self._resumes = Signer(key, b"ticket"), Signer(key, b"resume")
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
        return to_text(self._tickets.mac(covered) + covered)

    def redeem(self, text: str) -> Admission | None:
        """Whom it lets in, once; None if it is forged, void or used."""
        covered = self._covered(text)
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
        person = Person(found.user, found.name, found.tenant)
        return Admission(person, found.ends_at, found.resumes, found.nonce)

    def resume_token(self, connection: str, person: Person) -> str:
        """What its holder may come back with as that connection."""
        return f"{to_text(self._resumes.mac(_owner(connection, person)))}.{connection}"

    def resumed(self, token: str, person: Person) -> str | None:
        """The connection that a resume token of this person stands for; None if it is none."""
        _, _, connection = token.partition(".")
        try:
            ours = self.resume_token(connection, person)
            same = hmac.compare_digest(ours.encode(), token.encode())
        except UnicodeEncodeError:  # half a character
            return None
        return connection if same else None

    def forget_void(self) -> None:
        """Forget used tickets that nobody could use again anyway."""
        now = self._now()
        self._used = {nonce: at for nonce, at in self._used.items() if at >= now}

    def _covered(self, text: str) -> bytes | None:
        raw = from_text(text)
        if raw is None:
            return None
        mac, covered = raw[:MAC_BYTES], raw[MAC_BYTES:]
        return covered if self._tickets.signed(mac, covered) else None

    def _now(self) -> float:
        return self._clock.now().timestamp()


def _owner(connection: str, person: Person) -> bytes:
    return _ENCODE((connection, person.tenant, person.user))
