"""One filter for every value in a template: what it writes, Cube reads back unchanged.

Cube takes every YAML string for a Python f-string and any pair of braces for Jinja, so text is
escaped here and nowhere else.
"""

import json
import re
from functools import lru_cache

from metamodel.modelgen.sql import QuotedSql, Sql

_BARE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
_YAML_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_REFERENCE = re.compile(r"(\{\s*[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?\s*\})")
# Printable ASCII but quotes, backslashes and braces: most texts, and they stay as they are.
_PLAIN = re.compile(r"[ !#-\[\]-z|~]*")
_PLAIN_SQL = re.compile(r"(?:[ !#-\[\]-z|~]|\{ *[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)? *\})*", re.ASCII)
# A last backslash would eat the quote Cube adds; a template literal turns a bare \r into \n.
_ESCAPED = {"\\": "\\\\", "{": "\\{", "}": "\\}", "\r": "\\r"}
_SPECIAL = re.compile(r"[\\{}\r]")
_EMPTY = "\"{''}\""  # a bare empty text would become null
_LAST_BACKSLASH = "\\x5c"
_UNSEEN = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
JINJA_MARKS = ("{%", "%}", "{{", "}}")
"""What makes Cube hand a file to Jinja."""


@lru_cache(maxsize=1 << 12)
def yaml_key(text: str) -> str:
    """A key of a mapping: bare where YAML takes it for a text, else in quotes."""
    if _BARE.fullmatch(text) and text not in _YAML_WORDS:
        return text
    return _double_quoted(text).replace("{", "\\x7b").replace("}", "\\x7d")


@lru_cache(maxsize=1 << 13)
def yaml_text(value: str) -> str:
    """The scalar of a text that is no SQL: most values are such, and this remembers faster."""
    return yaml_scalar.__wrapped__(value)


@lru_cache(maxsize=1 << 13, typed=True)
def yaml_scalar(value: str | bool | float) -> str:
    """A YAML scalar on one line; references inside Sql stay, all other braces are text."""
    if isinstance(value, int | float):
        return repr(value).lower()  # also of true and false
    if value == "":
        return _EMPTY
    if not isinstance(value, Sql) and _BARE.fullmatch(value) and value not in _YAML_WORDS:
        return value
    if (_PLAIN_SQL if type(value) is Sql else _PLAIN).fullmatch(value):
        return f'"{value}"'
    ends_badly = value.endswith("\\")
    parts = _REFERENCE.split(value) if isinstance(value, Sql) else [value]
    escaped = "".join(
        part if index % 2 else _SPECIAL.sub(lambda match: _ESCAPED[match.group()], part)
        for index, part in enumerate(parts)
    )
    closed = escaped[:-2] + _LAST_BACKSLASH if ends_badly else escaped
    if isinstance(value, QuotedSql):
        inner = closed.replace('"', '\\"').replace("\n", "\\n")
        return _double_quoted(f'f"{inner}"')
    return _double_quoted(closed)


def _double_quoted(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    quoted = _UNSEEN.sub(lambda match: f"\\u{ord(match.group()):04x}", quoted)
    return quoted.replace("{%", "{\\x25")
