"""Texts that somebody tries once in each field: every one is a value, and none is anything else."""

# ruff: noqa: RUF001 - that they look like others is the point

from typing import Final

from presence_api.entities.values import TEXTS, UnfitValue, typed

SQL: Final = (
    "'",
    "''",
    "' OR '1'='1",
    "' OR 1=1 --",
    "'; DROP TABLE gadget; --",
    "'; DROP TABLE gadget CASCADE; SELECT '",
    "1; DELETE FROM rampart.outbox",
    "1 OR 1=1",
    "1); DELETE FROM gadget; --",
    "\\'; DELETE FROM gadget; --",
    "name\"::text = '' OR true --",
    "pg_sleep(10)",
    "pin",
    "1 UNION SELECT pin FROM gadget",
    "' UNION SELECT NULL, version FROM gadget --",
    "x' AND pg_sleep(10) --",
    "'||pg_sleep(10)||'",
    "$$; SELECT pg_sleep(10); $$",
    "$tag$ quoted $tag$",
    "E'\\x27'",
    "U&'\\0027'",
    "\\'; SELECT 1; --",
    "/* comment */",
    "*/ SELECT 1 /*",
    "-- comment",
    "name; --",
    '"; DROP TABLE gadget; --',
    '"name"',
    'kept"."pin',
    "kept.pin",
    "gadget.pin",
    "pg_catalog.pg_user",
    "information_schema.tables",
    "(SELECT pin FROM gadget LIMIT 1)",
    "name::text",
    'name COLLATE "C"',
    "COALESCE(pin, name)",
    "CASE WHEN 1=1 THEN name ELSE pin END",
    "current_user",
    "NULL",
    "default",
    "%s",
    "%(v0)s",
    "%(version)s",
    "%%",
    "{}",
    "{0}",
    "{0.__class__}",
    "{columns}",
    "$1",
    ":name",
    "?",
    "@@version",
    "COPY gadget TO PROGRAM 'id'",
)
WILDCARDS: Final = (
    "%",
    "_",
    "%%%",
    "a%",
    "%a_",
    "\\%",
    "\\_",
    "\\\\",
    "\\",
    "[a-z]",
    "*",
    "^a$",
    ".*",
)
QUOTES: Final = ("`", "``", "´", "‘", "’", "“", "”", "«", "»", "‹", "„", "′", "″", "＇", "＂", "ʼ")
CUBE: Final = (
    "gadget.pin",
    "orders.count",
    "orders.count.day",
    "gadget.name.",
    ".gadget",
    "gadget..name",
    "customer.region.nation.region.nation",
    "${CUBE}.pin",
    "{CUBE.pin}",
    "{CUBE}.pin OR 1=1",
    "{{ securityContext.tenant }}",
    "${SECURITY_CONTEXT.tenant.filter('x')}",
    "securityContext.tenant",
    "__proto__",
    "constructor",
    "toString",
    "measureFilter",
    "FILTER_PARAMS.gadget.pin.filter('x')",
)
POINTERS: Final = (
    "/",
    "//",
    "~",
    "~0",
    "~1",
    "~0~1",
    "/where/0",
    "../..",
    "..%2f..",
    "%2e%2e",
    "%00",
)
CONTROL: Final = (
    "\0",
    "a\0b",
    "\r\n",
    "x\r\nset-cookie: a=b",
    "\n",
    "\t",
    "\x07",
    "\x1b[31m",
    "\x7f",
    "\x85",
    "\u2028",
    "\u2029",
)
UNICODE: Final = (
    "é",
    "e\u0301",
    "ﬁ",
    "ＳＥＬＥＣＴ",
    "İ",
    "ı",
    "ß",
    "\u202egnp.exe",
    "\u200b",
    "\u200d",
    "\ufeff",
    "\u00a0",
    "\u00ad",
    "👩‍👩‍👧‍👦",
    "𝒏𝒂𝒎𝒆",
    "nаme",  # with a Cyrillic letter
    "\ud800",
    "\udfff\ud800",
    "\uffff",
    "\U0010ffff",
    "a" + "\u0301" * 100,
)
OTHERS: Final = (
    "",
    " ",
    "   name",
    "name ",
    "true",
    "null",
    "NaN",
    "Infinity",
    "-0",
    "1e309",
    "0x1F",
    "9" * 400,
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "=1+1",
    "{}[]",
    '{"op": "eq"}',
    "[" * 40,
    "a" * 10_000,
    "'" * 10_000,
)
NASTY: Final = tuple(
    dict.fromkeys((*SQL, *WILDCARDS, *QUOTES, *CUBE, *POINTERS, *CONTROL, *UNICODE, *OTHERS))
)


def _is_text(text: str) -> bool:
    try:
        return all(typed(kind, text) == text for kind in TEXTS)
    except UnfitValue:
        return False


STORABLE: Final = tuple(text for text in NASTY if _is_text(text))
"""Those that a text column has room for."""
