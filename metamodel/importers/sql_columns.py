"""SQL over bare columns, rewritten over attributes."""

import re
from collections.abc import Mapping

_TOKEN = re.compile(
    r"""
    (?P<text>'(?:[^']|'')*')
  | (?P<quoted>"(?:[^"]|"")*"|`[^`]*`)
  | (?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)
  | (?P<word>[A-Za-z_][A-Za-z0-9_$]*)
  | (?P<blank>\s+)
  | (?P<other>::|<>|<=|>=|!=|\|\||.)
    """,
    re.VERBOSE | re.DOTALL,
)
_WORDS = frozenset(
    [
        "and",
        "as",
        "between",
        "bigint",
        "boolean",
        "bool",
        "case",
        "cast",
        "date",
        "decimal",
        "double",
        "else",
        "end",
        "false",
        "float",
        "from",
        "ilike",
        "in",
        "int",
        "integer",
        "interval",
        "is",
        "like",
        "not",
        "null",
        "numeric",
        "or",
        "over",
        "precision",
        "real",
        "smallint",
        "text",
        "then",
        "timestamp",
        "true",
        "varchar",
        "when",
        "distinct",
        "day",
        "hour",
        "minute",
        "month",
        "quarter",
        "week",
        "year",
        "epoch",
        "dow",
        "doy",
        "second",
    ]
)
_UNREADABLE = frozenset("{}\\;")


def over_attributes(sql: str, attributes: Mapping[str, str]) -> str | None:
    """The SQL with each column as `{attribute}`; None if it names anything else.

    `attributes` maps columns to attributes. Functions are taken as they are; a column of another
    table, a comment or a template's leftover is not understood.
    """
    tokens = [(str(match.lastgroup), match.group()) for match in _TOKEN.finditer(sql.strip())]
    lower = {column.lower(): attribute for column, attribute in attributes.items()}
    written: list[str] = []
    for index, (kind, token) in enumerate(tokens):
        before, after = _neighbour(tokens, index, -1), _neighbour(tokens, index, 1)
        piece: str | None = token
        if kind == "quoted":
            piece = _reference(attributes.get(token[1:-1]))
        elif kind == "word" and after != "(" and token.lower() in lower and before != "::":
            piece = _reference(lower[token.lower()])
        elif kind == "word" and after != "(" and token.lower() not in _WORDS:
            piece = None
        if (
            piece is None
            or before == "."
            or _UNREADABLE & set(token)
            or token + after in {"--", "/*"}
        ):
            return None
        written.append(piece)
    return "".join(written) or None


def _neighbour(tokens: list[tuple[str, str]], index: int, step: int) -> str:
    index += step
    while 0 <= index < len(tokens) and tokens[index][0] == "blank":
        index += step
    return tokens[index][1] if 0 <= index < len(tokens) else ""


def _reference(attribute: str | None) -> str | None:
    return f"{{{attribute}}}" if attribute else None
