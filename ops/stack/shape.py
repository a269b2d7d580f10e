"""What kind of stack it is: which profile, and how many brokers."""

from dataclasses import dataclass
from typing import Final

from ops.stack.errors import ShapeRefused

EMBEDDED: Final = "embedded"
LOCAL: Final = "local"
PROFILES: Final = (EMBEDDED, LOCAL)
_BROKERS: Final = {EMBEDDED: (1,), LOCAL: (1, 3)}  # two brokers survive no more than one


@dataclass(frozen=True, slots=True)
class Shape:
    """A profile and its number of brokers. Raises ShapeRefused for what no profile has."""

    profile: str = EMBEDDED
    brokers: int = 1

    def __post_init__(self) -> None:
        if self.brokers not in _BROKERS.get(self.profile, ()):
            raise ShapeRefused(str(self))

    def __str__(self) -> str:
        return f"profile {self.profile}, {self.brokers} broker{'s' * (self.brokers > 1)}"


USUAL: Final = Shape()
