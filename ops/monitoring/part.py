"""One part of what is looked at in a scrape."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from prometheus_client.core import Metric

from ops.monitoring.family import Family
from ops.monitoring.sources import Sources


class Part(ABC):
    """Looks at one thing; what it cannot look at it does not show.

    A look that is dear is not made again before `every_s` have passed.
    """

    name: ClassVar[str]
    families: ClassVar[Sequence[Family]]
    every_s: ClassVar[float] = 0.0

    def __init__(self, sources: Sources) -> None:
        self.sources = sources

    @abstractmethod
    def look(self) -> list[Metric]:
        """The metrics as they are now. Raises RampartError if there was nothing to be seen."""
