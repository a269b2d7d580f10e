"""Tables, columns, indexes and constraints that the migrations create."""

import ast
import re
from collections.abc import Iterator

from metamodel.naming.names import CollectedName, NameKind
from ops.naming.collector import Collector
from ops.naming.tree import Tree

FOLDER = "ops/migrations/versions"
_TABLE = re.compile(
    r"CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(?:\w+\.)?(\w+)\s*\((.*?)^\s*\)",
    re.DOTALL | re.MULTILINE,
)
_COLUMN = re.compile(r'^\s+"?([A-Za-z_]\w*)"?\s+(?!KEY\b|\()[a-z]', re.MULTILINE)
_CONSTRAINT = re.compile(r"\bCONSTRAINT\s+(\w+)")
_INDEX = re.compile(
    r"CREATE\s+(UNIQUE\s+)?INDEX\s+(?:CONCURRENTLY\s+)?(?:IF\s+NOT\s+EXISTS\s+)?(\w+)"
    r"\s+ON\s+(?:\w+\.)?(\w+)",
)
_NO_COLUMN = frozenset({"PRIMARY", "CHECK", "UNIQUE", "FOREIGN", "CONSTRAINT", "EXCLUDE", "LIKE"})


class SqlNames(Collector):
    """Names in the statements of Alembic's revisions."""

    name = "sql_names"

    def collect(self, tree: Tree) -> Iterator[CollectedName]:
        for path in tree.below(FOLDER, ".py"):
            for node in ast.walk(tree.module(path)):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield from _Statement(path, node.lineno, node.value).names()


class _Statement:
    """One text of a revision; places are exact where it is written in triple quotes."""

    def __init__(self, path: str, line: int, sql: str) -> None:
        self._path, self._line, self._sql = path, line, sql

    def names(self) -> Iterator[CollectedName]:
        for match in _TABLE.finditer(self._sql):
            table = match[1]
            yield self._at(match.start(1), NameKind.TABLE, table)
            for column in _COLUMN.finditer(self._sql, match.start(2), match.end(2)):
                if column[1].upper() not in _NO_COLUMN:
                    yield self._at(column.start(1), NameKind.COLUMN, column[1], table=table)
            for one in _CONSTRAINT.finditer(self._sql, match.start(2), match.end(2)):
                yield self._at(one.start(1), NameKind.CONSTRAINT, one[1], table=table)
        for match in _INDEX.finditer(self._sql):
            facts = {"table": match[3]} | ({"unique": "yes"} if match[1] else {})
            yield self._at(match.start(2), NameKind.INDEX, match[2], **facts)

    def _at(self, offset: int, kind: NameKind, text: str, **facts: str) -> CollectedName:
        before = self._sql[:offset]
        line = self._line + before.count("\n")
        column = len(before) - before.rfind("\n")
        return CollectedName(kind, text, self._path, line, column, facts)
