"""What a running service is made of, as its probes see it."""

from typing import Protocol


class Part(Protocol):
    """Something that works in the background of a process."""

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    @property
    def alive(self) -> bool:
        """Does it run? If not, only a new process helps."""
        ...

    @property
    def fault(self) -> str:
        """Why it does not do its work now; empty: it does."""
        ...
