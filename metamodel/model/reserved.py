"""Words that cannot name a cube or a member."""

import keyword
from functools import cache

KEY_DIMENSION = "composite_key"
"""The dimension that entities with a composite key get; none of their members has its name."""


def _words(text: str) -> list[str]:
    return text.split()


_CUBE = frozenset(
    {
        "CUBE",
        "COMPILE_CONTEXT",
        "FILTER_GROUP",
        "FILTER_PARAMS",
        "SECURITY_CONTEXT",
        "SQL_UTILS",
        "securityContext",
        "userAttributes",
    }
)
_JAVASCRIPT = frozenset(
    _words(
        "arguments case catch const constructor debugger default delete do enum eval export extends"
        " function implements instanceof interface let new null package private protected prototype"
        " public static super switch this throw true false typeof undefined var void"
    )
)
_SQL = frozenset(
    _words(
        "all analyse analyze and any array as asc asymmetric both case cast check collate"
        " column constraint create current_catalog current_date current_role current_time"
        " current_timestamp current_user default deferrable desc distinct do else end except"
        " false fetch for foreign from grant group having in initially intersect into lateral"
        " leading limit localtime localtimestamp not null offset on only or order placing"
        " primary references returning select session_user some symmetric system_user table"
        " then to trailing true union unique user using variadic when where window with"
    )
)


@cache
def reserved_for_members() -> frozenset[str]:
    """Words of Python, JavaScript and Cube: a reference to such a member is read as the word."""
    return _CUBE | _JAVASCRIPT | frozenset(keyword.kwlist)


@cache
def reserved_for_cubes() -> frozenset[str]:
    """Those, and the words of SQL (Postgres) that no table can be called without quotes."""
    return reserved_for_members() | _SQL


def reserved_in_sql() -> frozenset[str]:
    """Words that SQL (Postgres) reads as itself unless they are quoted."""
    return _SQL
