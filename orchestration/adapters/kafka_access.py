"""How a client proves who it is and whom it trusts; the one place that words it for the library."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from confluent_kafka import KafkaError, KafkaException

from orchestration.ports.broker_access import (
    AccessRefused,
    BrokerNotTrusted,
    CredentialsMissing,
    CredentialsRefused,
)

ClientOptions = Mapping[str, str | int | float | bool]

_PLAINTEXT: Final = "PLAINTEXT"
_SLICE_S: Final = 0.2  # how long a refusal may stay unnoticed
_REFUSALS: Final[Mapping[int, type[AccessRefused]]] = {
    KafkaError._AUTHENTICATION: CredentialsRefused,  # noqa: SLF001 - librdkafka's own codes
    KafkaError._SSL: BrokerNotTrusted,  # noqa: SLF001
}


class Client(Protocol):
    """What a producer, a consumer and an admin client have in common."""

    def list_topics(self, *, timeout: float) -> Any: ...

    def poll(self, timeout: float) -> Any: ...

    def set_sasl_credentials(self, username: str, password: str) -> Any: ...


@dataclass(frozen=True, slots=True)
class KafkaAccess:
    """A principal and what it trusts; by default nobody in particular, on a plain connection."""

    security_protocol: str = _PLAINTEXT
    user: str = ""
    password_file: Path | None = None
    ca_file: Path | None = None
    mechanism: str = "SCRAM-SHA-512"

    @property
    def secured(self) -> bool:
        """Is there anything that a broker may refuse?"""
        return self.security_protocol != _PLAINTEXT

    def options(self) -> ClientOptions:
        """The client's settings, the password as its file says now. Raises CredentialsMissing."""
        options: dict[str, str | int | float | bool] = {}
        if not self.secured:
            return options
        options["security.protocol"] = self.security_protocol
        if self.security_protocol.startswith("SASL_"):
            if not self.user:
                raise CredentialsMissing("no user is named", self.security_protocol)
            options |= {"sasl.mechanism": self.mechanism, "sasl.username": self.user}
            options["sasl.password"] = _read(self.password_file, "password")
        if self.security_protocol.endswith("SSL"):
            options["ssl.ca.pem"] = _read(self.ca_file, "certificate authority")
        return options

    def renew(self, client: Client) -> None:
        """Tell a living client the password that its file has now. Raises CredentialsMissing."""
        if self.security_protocol.startswith("SASL_"):
            client.set_sasl_credentials(self.user, _read(self.password_file, "password"))


PLAIN: Final = KafkaAccess()


class Refusals:
    """Remembers why a broker turned a client away: only the error callback ever says so.

    `notice` is that callback. A refused client tries again for ever by itself.
    """

    def __init__(self) -> None:
        self._refused: KafkaError | None = None

    def notice(self, error: KafkaError) -> None:
        """Take in one error of the client."""
        if error.code() in _REFUSALS:
            self._refused = error

    def check(self) -> None:
        """Raise AccessRefused, as the one kind it was, if there was one since the last look."""
        refused, self._refused = self._refused, None
        if refused is not None:
            raise _REFUSALS[refused.code()](_reason(refused))


def await_access(client: Client, refusals: Refusals, *, timeout_s: float) -> None:
    """Wait until a broker lets `client` in: a refusal ends the wait, not the time limit.

    Raises AccessRefused, and KafkaException when nobody answers.
    """
    deadline = time.monotonic() + timeout_s
    while True:
        try:
            client.list_topics(timeout=_SLICE_S)
        except KafkaException:
            client.poll(0)  # serves the error callback
            refusals.check()
            if time.monotonic() > deadline:
                raise
        else:
            return


def _read(file: Path | None, what: str) -> str:
    if file is None:
        raise CredentialsMissing(f"no file with the {what} is named")
    try:
        return file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise CredentialsMissing(f"the file with the {what}", str(error)) from error


def _reason(error: KafkaError) -> str:
    # The client repeats itself behind its first sentence: addresses, times, the state it was in.
    return error.str().replace("\n", " ")
