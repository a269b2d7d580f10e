"""What every source of names gives."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from metamodel.naming.names import CollectedName
from ops.naming.tree import Tree


class Collector(ABC):
    """One source of names; reads files and judges nothing."""

    name: ClassVar[str]  # as its file

    @abstractmethod
    def collect(self, tree: Tree) -> Iterator[CollectedName]:
        """Every name the source has, each with its place."""
