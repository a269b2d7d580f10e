"""How a client proves who it is and whom it trusts; the one place here that reads the files."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from confluent_kafka import KafkaException

from metamodel.streaming.broker_access import (
    PLAINTEXT,
    ClientOptions,
    CredentialsMissing,
    ListenerSecurity,
    Refusals,
)

_SLICE_S: Final = 0.2  # how long a refusal may stay unnoticed


class Client(Protocol):
    """What a producer, a consumer and an admin client have in common."""

    def list_topics(self, *, timeout: float) -> Any: ...

    def poll(self, timeout: float) -> Any: ...

    def set_sasl_credentials(self, username: str, password: str) -> Any: ...


@dataclass(frozen=True, slots=True)
class KafkaAccess:
    """A principal and what it trusts; by default nobody in particular, on a plain connection."""

    security_protocol: str = PLAINTEXT
    user: str = ""
    password_file: Path | None = None
    ca_file: Path | None = None
    mechanism: str = "SCRAM-SHA-512"

    @property
    def secured(self) -> bool:
        """Is there anything that a broker may refuse?"""
        return self._security.secured

    def options(self) -> ClientOptions:
        """The client's settings, the password as its file says now. Raises CredentialsMissing."""
        asked = self._security
        password = _read(self.password_file, "password") if asked.asks_for_password else ""
        authority = _read(self.ca_file, "certificate authority") if asked.asks_for_authority else ""
        return asked.options(self.user, password, authority)

    def renew(self, client: Client) -> None:
        """Tell a living client the password that its file has now. Raises CredentialsMissing."""
        if self._security.asks_for_password:
            client.set_sasl_credentials(self.user, _read(self.password_file, "password"))

    @property
    def _security(self) -> ListenerSecurity:
        return ListenerSecurity(self.security_protocol, self.mechanism)


PLAIN: Final = KafkaAccess()


def await_access(
    client: Client,
    refusals: Refusals,
    *,
    timeout_s: float,
    heard: Callable[[Any], object] = lambda _: None,
) -> None:
    """Wait until a broker lets `client` in: a refusal ends the wait, not the time limit.

    What it polls meanwhile is `heard`, for the library says some things once. Raises AccessRefused,
    and KafkaException when nobody answers.
    """
    deadline = time.monotonic() + timeout_s
    while True:
        try:
            client.list_topics(timeout=_SLICE_S)
        except KafkaException:
            heard(client.poll(0))  # which serves the error callback
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
