"""How a client proves who it is to a broker, and why a broker turns one away. Pure.

Each service has an adapter of its own that reads the files and opens the connections.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from metamodel.kernel.errors import RampartError

ClientOptions = Mapping[str, str | int | float | bool]

PLAINTEXT: Final = "PLAINTEXT"
AUTHENTICATION_FAILED: Final = -169
"""The client library's code of a user, password or mechanism that a broker did not take."""
TLS_FAILED: Final = -181
"""Its code of a certificate that was not believed, on either side."""
_CUT_OFF: Final = ("Disconnected", "Broker transport failure")
"""What it says, with one of these codes, of a broker that was gone before it had answered."""


class AccessRefused(RampartError):
    """The connection to the broker could not be made safe, or its owner was not believed."""

    code = "ACC-001"
    hint = "Compare security protocol, user, password file and certificate authority."


class CredentialsRefused(AccessRefused):
    """The broker does not know that user with that password."""

    code = "ACC-002"
    hint = "Look at RAMPART_KAFKA_USER and the file of RAMPART_KAFKA_PASSWORD_FILE."


class BrokerNotTrusted(AccessRefused):
    """The broker's certificate is not from the authority we trust, or names another host."""

    code = "ACC-003"
    hint = "Look at RAMPART_KAFKA_CA_FILE, and whether the address is one the certificate names."


class CredentialsMissing(AccessRefused):
    """A file that a secured connection needs is not named, not there, or not readable."""

    code = "ACC-004"
    hint = "Set RAMPART_KAFKA_USER, RAMPART_KAFKA_PASSWORD_FILE and RAMPART_KAFKA_CA_FILE."


class RightMissing(AccessRefused):
    """The broker knows the user, and does not let it do this."""

    code = "ACC-005"
    hint = "`rampart streaming plan` shows whether the right is declared and missing, or neither."


class ClientError(Protocol):
    """What the client library hands to an error callback."""

    def code(self) -> int: ...

    def str(self) -> str: ...


@dataclass(frozen=True, slots=True)
class ListenerSecurity:
    """How the broker's listener is secured; by default not at all."""

    protocol: str = PLAINTEXT
    mechanism: str = "SCRAM-SHA-512"

    @property
    def secured(self) -> bool:
        """Is there anything that a broker may refuse?"""
        return self.protocol != PLAINTEXT

    @property
    def asks_for_password(self) -> bool:
        """Must a client log in?"""
        return self.protocol.startswith("SASL_")

    @property
    def asks_for_authority(self) -> bool:
        """Must a client know whom to believe?"""
        return self.protocol.endswith("SSL")

    def options(self, user: str, password: str, authority_pem: str) -> ClientOptions:
        """The client's settings; what the listener does not ask for is left out.

        Raises CredentialsMissing without a user where one is asked for.
        """
        if not self.secured:
            return {}
        options: dict[str, str | int | float | bool] = {"security.protocol": self.protocol}
        if self.asks_for_password:
            if not user:
                raise CredentialsMissing("no user is named", self.protocol)
            options |= {"sasl.mechanism": self.mechanism, "sasl.username": user}
            options["sasl.password"] = password
        if self.asks_for_authority:
            options["ssl.ca.pem"] = authority_pem
        return options


class Refusals:
    """Remembers why a broker turned a client away: only the error callback ever says so.

    `notice` is that callback. A refused client tries again for ever by itself. A broker that dies
    while a connection is being made safe has refused nobody.
    """

    def __init__(self) -> None:
        self._refused: AccessRefused | None = None

    def notice(self, error: ClientError) -> None:
        """Take in one error of the client."""
        kind, words = _REFUSALS.get(error.code()), error.str()
        if kind is not None and not any(sign in words for sign in _CUT_OFF):
            # The client repeats itself behind its first line: addresses, times, its state.
            self._refused = kind(words.replace("\n", " "))

    def check(self) -> None:
        """Raise AccessRefused, as the one kind it was, if there was one since the last look."""
        refused, self._refused = self._refused, None
        if refused is not None:
            raise refused


_REFUSALS: Final[Mapping[int, type[AccessRefused]]] = {
    AUTHENTICATION_FAILED: CredentialsRefused,
    TLS_FAILED: BrokerNotTrusted,
}
