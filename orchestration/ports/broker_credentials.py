"""What a broker believes: passwords it knows, certificates it shows."""

from typing import Protocol

from metamodel.kernel.errors import RampartError


class RotationRefused(RampartError):
    """The broker does not take a new credential; what was in force before still is."""

    code = "ROT-001"
    hint = "A certificate keeps its name and addresses; a password's owner needs a right to alter."


class BrokerCredentials(Protocol):
    """Changes them while the broker runs. Raises RotationRefused, EventSourceUnavailable."""

    def replace_password(self, principal: str, password: str) -> None:
        """New connections need the new one from now on, living ones when they prove themselves."""
        ...

    def reload_certificate(self, node: int, listener: str, path: str) -> None:
        """The node reads a key store, and has when this returns; a changed file is not noticed.

        It looks whether name and addresses stay the same, unless it knows that path already.
        """
        ...


class StagedSecret(Protocol):
    """A secret in force, and the next one."""

    def read(self) -> bytes:
        """What is in force."""
        ...

    def stage(self, content: bytes) -> None:
        """Keep what shall be next."""
        ...

    def promote(self) -> None:
        """What was staged is in force from now on."""
        ...

    def replace(self, content: bytes) -> None:
        """What is in force from now on, without a stage."""
        ...

    def discard(self) -> None:
        """Forget what was staged."""
        ...


class LiveClient(Protocol):
    """Somebody who is connected for a long time."""

    def renew_credentials(self) -> None:
        """Read the password again, for the next time it is asked for."""
        ...
