"""A small repository with names in it, right and wrong."""

import json
from collections.abc import Iterator
from pathlib import Path

from metamodel.naming.dictionary import dictionary_text
from metamodel.naming.names import CollectedName
from ops.naming.collector import Collector
from ops.naming.tree import Tree

DICTIONARY = "metamodel/naming/dictionary.json"
RECORD = Path(__file__).parents[3] / "docs" / "decisions" / "0005-names-that-stay-as-they-are.md"


def planted(root: Path, files: dict[str, str], **dictionary: object) -> Tree:
    """A tree with these files and the committed dictionary, some of its fields replaced."""
    words = json.loads(dictionary_text()) | dictionary
    record = {f"docs/decisions/{RECORD.name}": RECORD.read_text(encoding="utf-8")}
    for path, text in {DICTIONARY: json.dumps(words, indent=2), **record, **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return Tree(root)


def collected(
    collector: type[Collector], root: Path, files: dict[str, str], **dictionary: object
) -> Iterator[CollectedName]:
    """What a collector finds in a small repository."""
    return collector().collect(planted(root, files, **dictionary))


def texts(names: Iterator[CollectedName]) -> dict[str, list[str]]:
    """Texts by kind, in the order they were found, each once."""
    found: dict[str, list[str]] = {}
    for name in names:
        row = found.setdefault(name.kind.value, [])
        if name.text not in row:
            row.append(name.text)
    return found


def stands_there(tree: Tree, name: CollectedName) -> bool:
    """Is the name written at the place it was collected from?"""
    line = tree.text(name.path).splitlines()[name.line - 1]
    return line[name.column - 1 :].startswith(name.text)
