"""What of a running secured stack can be rotated, found from its state file alone."""

import secrets
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from metamodel.kernel.clock import SystemClock
from metamodel.kernel.errors import RampartError
from metamodel.streaming.broker_access import CredentialsRefused
from ops.stack import secured_kafka
from ops.stack.opening import reopened
from ops.stack.places import stack_folder
from ops.stack.principals import ADMIN, principals
from ops.stack.shape import LOCAL
from ops.stack.state import load
from orchestration.adapters.broker_credentials_kafka import KafkaBrokerCredentials
from orchestration.adapters.kafka_access import KafkaAccess
from orchestration.adapters.kafka_admin import KafkaAdmin
from orchestration.adapters.secret_files import SecretFile
from orchestration.flows.rotate_certificate import KeyStore, rotate_certificate
from orchestration.flows.rotate_password import rotate_password
from orchestration.ports.broker_credentials import LiveClient

PASSWORD_BYTES: Final = 24
LISTENER: Final = "client"
ACCEPTED_S: Final = 20.0
LOOK_EVERY_S: Final = 0.1


class NothingToRotate(RampartError):
    """The stack's broker asks nobody who they are, or has no principal of that name."""

    code = "ROT-002"
    hint = "Start a secured stack: `rampart stack up --profile local`."


class SecuredStack:
    """The credentials of a running stack of the profile `local`. Raises NothingToRotate."""

    def __init__(self, name: str) -> None:
        state = load(stack_folder(name))
        if state is None or state.profile != LOCAL:
            raise NothingToRotate(name, "is not secured, or does not run")
        self._stack = reopened(stack_folder(name), state)
        self.bootstrap = secured_kafka.bootstrap(self._stack)

    def access(self, principal: str) -> KafkaAccess:
        """How a principal gets in."""
        if principal not in principals():
            raise NothingToRotate(principal, f"known are {', '.join(principals())}")
        return secured_kafka.access(self._stack, principal)

    def rotate_password(self, principal: str, told: tuple[LiveClient, ...] = ()) -> Path:
        """Give a principal another password, in force everywhere; the file where it stands."""
        file = self.access(principal).password_file
        assert file is not None  # noqa: S101 - `access` has just named it
        password = secrets.token_urlsafe(PASSWORD_BYTES)
        rotate_password(principal, password, self._broker(), SecretFile(file), told)
        for node in self.bootstrap.split(","):
            self._await_accepted(node, principal)
        return file

    def rotate_certificates(self, now: datetime) -> Iterator[Path]:
        """Give each node another certificate for its clients; each key store, as it is done."""
        from ops.stack.certificates import Authority  # noqa: PLC0415 - heavy

        folder = secured_kafka.certificates(self._stack)
        authority = Authority.read(folder, secured_kafka.CLIENT_AUTHORITY)
        for node in secured_kafka.nodes(self._stack):
            kept = SecretFile(secured_kafka.node_store(self._stack, node, LISTENER))
            store = KeyStore(node, LISTENER, str(kept.path), str(kept.next_path), kept)
            rotate_certificate(store, authority.issue(f"node-{node}", now), self._broker())
            yield kept.path

    def _await_accepted(self, node: str, principal: str) -> None:
        """A broker says yes as soon as it is written; it knows the new one a moment later."""
        clock, who = SystemClock(), self.access(principal)
        admin = KafkaAdmin(node, who, timeout_s=ACCEPTED_S)
        give_up_at = clock.monotonic_s() + ACCEPTED_S
        while True:
            try:
                with admin.asking(principal):
                    return
            except CredentialsRefused:
                if clock.monotonic_s() > give_up_at:
                    raise
                clock.sleep(LOOK_EVERY_S)

    def _broker(self) -> KafkaBrokerCredentials:
        return KafkaBrokerCredentials(self.bootstrap, self.access(ADMIN))
