"""Files of the documentation."""

from collections.abc import Iterator

from metamodel.naming.names import CollectedName, NameKind
from ops.naming.collector import Collector
from ops.naming.tree import Tree


class PageNames(Collector):
    """Every file below `docs`, by its path."""

    name = "page_names"

    def collect(self, tree: Tree) -> Iterator[CollectedName]:
        for path in tree.below("docs"):
            yield CollectedName(NameKind.DOC_FILE, path, path, 1, 1)
