"""When rooms do their work: what they need of an event loop."""

from collections.abc import Callable
from typing import Any, Protocol


class Appointment(Protocol):
    """Something that will be done."""

    def cancel(self) -> None:
        """Do not do it."""
        ...


class Timers(Protocol):
    """An event loop's clock and calendar; asyncio's loop is one."""

    def time(self) -> float:
        """Seconds that only rise."""
        ...

    def call_soon(self, callback: Callable[..., object], *args: Any) -> Appointment:
        """In the next turn of the loop."""
        ...

    def call_later(self, delay: float, callback: Callable[..., object], *args: Any) -> Appointment:
        """After `delay` seconds."""
        ...
