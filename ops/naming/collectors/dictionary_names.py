"""Aliases and fixed names, from the dictionary: they need an end, and a decision."""

from collections.abc import Iterator

from metamodel.model.positions import index_positions, nearest
from metamodel.naming.dictionary import parse_dictionary
from metamodel.naming.names import CollectedName, NameKind
from ops.naming.collector import Collector
from ops.naming.tree import Tree

PATH = "metamodel/naming/dictionary.json"
CHANGELOG = "CHANGELOG.md"


class DictionaryNames(Collector):
    """What the dictionary lets differ, with what is written of it elsewhere."""

    name = "dictionary_names"

    def collect(self, tree: Tree) -> Iterator[CollectedName]:
        if not tree.exists(PATH):
            return
        text = tree.text(PATH)
        dictionary, positions = parse_dictionary(text), index_positions(text).positions
        changes = tree.text(CHANGELOG) if tree.exists(CHANGELOG) else ""
        for index, alias in enumerate(dictionary.aliases):
            place = nearest(positions, f"/aliases/{index}/old")
            facts = {
                "new": alias.new,
                "remove_after": alias.remove_after.isoformat(),
                "changelog": "yes" if f"`{alias.old}`" in changes else "no",
            }
            yield CollectedName(NameKind.ALIAS, alias.old, PATH, place.line, place.column, facts)
        for index, item in enumerate(dictionary.fixed):
            record = f"docs/decisions/{item.decision}.md"
            words = tree.text(record) if tree.exists(record) else ""
            for number, name in enumerate(item.names):
                place = nearest(positions, f"/fixed/{index}/names/{number}")
                recorded = "yes" if f"`{name}`" in words else "no"
                facts = {"decision": item.decision, "recorded": recorded}
                yield CollectedName(NameKind.FIXED, name, PATH, place.line, place.column, facts)
