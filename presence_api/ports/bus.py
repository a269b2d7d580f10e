"""How the instances of the service hear of each other. Nothing is kept there but who is where."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Protocol

from metamodel.kernel.errors import RampartError


class BusUnavailable(RampartError):
    """The other instances cannot be reached: presence is what this one knows."""

    code: ClassVar[str] = "BUS-001"
    retryable: ClassVar[bool] = True
    hint: ClassVar[str] = "Look whether Redis runs and RAMPART_REDIS_URL leads to it."


class Bus(Protocol):
    """Messages on channels, to whoever listens now; none is kept, and some may be lost.

    What one instance publishes on a channel is heard in its order.
    """

    def attach(self, heard: Callable[[str, bytes], object], up: Callable[[bool], object]) -> None:
        """Who hears the messages, with their channel, and whether the bus can be reached.

        After each `up(True)` nothing is subscribed to.
        """
        ...

    async def subscribe(self, channel: str) -> None:
        """Listen; what is published after this has returned is heard. Raises BusUnavailable."""
        ...

    def unsubscribe(self, channel: str) -> None:
        """Listen no more."""
        ...

    def publish(self, channel: str, message: bytes) -> None:
        """Say it, if the bus can be reached."""
        ...

    async def enrol(self, roll: str, instance: str, ttl_s: float) -> Sequence[str]:
        """Be on a roll for so long; the others on it. Raises BusUnavailable."""
        ...

    async def is_first(self, mark: str, ttl_s: float) -> bool:
        """Set a mark for so long; False if it was set already. Raises BusUnavailable."""
        ...

    def renew(self, rolls: Sequence[str], instance: str, ttl_s: float) -> None:
        """Be on these rolls for so long from now, if the bus can be reached."""
        ...

    def strike(self, roll: str, instance: str) -> None:
        """Be on a roll no more, if the bus can be reached."""
        ...
