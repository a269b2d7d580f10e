"""From a source's type names to the metamodel's; what is not listed is undecided, no string."""

import re
from collections.abc import Mapping

from metamodel.importers.catalogue import Dialect
from metamodel.model.attribute import AttributeType as Kind

_Names = Mapping[Kind, tuple[str, ...]]

_EVERYWHERE: _Names = {
    Kind.BOOLEAN: ("boolean", "bool"),
    Kind.INTEGER: ("integer", "int", "int2", "int4", "smallint", "tinyint", "mediumint"),
    Kind.BIGINT: ("bigint", "int8"),
    Kind.DECIMAL: ("numeric", "decimal"),
    Kind.FLOAT: ("real", "float", "float4", "float8", "double", "double precision"),
    Kind.STRING: ("varchar", "character varying", "char", "character", "bpchar"),
    Kind.TEXT: ("text",),
    Kind.UUID: ("uuid",),
    Kind.DATE: ("date",),
    Kind.TIMESTAMP: ("timestamp", "timestamp without time zone"),
    Kind.TIMESTAMPTZ: ("timestamptz", "timestamp with time zone"),
    Kind.TIME: ("time", "time without time zone"),
    Kind.JSON: ("json",),
    Kind.BINARY: ("binary", "varbinary"),
}
_OWN: Mapping[Dialect, _Names] = {
    Dialect.POSTGRES: {
        Kind.STRING: ("name", "citext"),
        Kind.JSON: ("jsonb",),
        Kind.BINARY: ("bytea",),
    },
    Dialect.REDSHIFT: {Kind.STRING: ("nvarchar",), Kind.BINARY: ("varbyte",)},
    Dialect.DUCKDB: {
        Kind.INTEGER: ("utinyint", "usmallint", "short", "signed"),
        Kind.BIGINT: ("uinteger", "long"),
        Kind.DECIMAL: ("ubigint", "hugeint", "uhugeint"),  # these do not fit 64 bits with a sign
        Kind.STRING: ("string",),
        Kind.TIMESTAMP: ("datetime", "timestamp_s", "timestamp_ms", "timestamp_ns"),
        Kind.BINARY: ("blob", "bytea"),
    },
    Dialect.SNOWFLAKE: {
        Kind.INTEGER: ("byteint",),
        Kind.DECIMAL: ("number", "fixed"),
        Kind.STRING: ("string", "nvarchar"),
        Kind.TIMESTAMP: ("timestamp_ntz", "timestampntz", "datetime"),
        Kind.TIMESTAMPTZ: ("timestamp_ltz", "timestampltz", "timestamp_tz", "timestamptz"),
        Kind.ARRAY: ("array",),
    },
    Dialect.BIGQUERY: {
        Kind.BIGINT: ("int64",),
        Kind.DECIMAL: ("bignumeric", "bigdecimal"),
        Kind.FLOAT: ("float64",),
        Kind.STRING: ("string",),
        Kind.TIMESTAMP: ("datetime",),
        Kind.TIMESTAMPTZ: ("timestamp",),
        Kind.BINARY: ("bytes",),
    },
    Dialect.DATABRICKS: {
        Kind.INTEGER: ("short", "byte"),
        Kind.BIGINT: ("long",),
        Kind.STRING: ("string",),
        Kind.TIMESTAMP: ("timestamp_ntz",),
        Kind.TIMESTAMPTZ: ("timestamp", "timestamp_ltz"),
    },
}
_PARAMETERS = re.compile(r"\(\s*(?:max|\d+)\s*(?:,\s*-?\d+\s*)?\)", re.IGNORECASE)
_ARRAY = re.compile(r".*\S\[\d*\]|array\s*<.*>", re.IGNORECASE | re.DOTALL)
_ENUM = re.compile(r"enum\s*\(.*\)", re.IGNORECASE | re.DOTALL)


def attribute_type(source_type: str, dialect: Dialect) -> Kind | None:
    """What a column of that type holds; None where nobody has decided.

    Lengths and precisions do not matter, nor what arrays are made of.
    """
    text = source_type.strip()
    if _ARRAY.fullmatch(text):
        return Kind.ARRAY
    if _ENUM.fullmatch(text):
        return Kind.STRING
    bare = " ".join(_PARAMETERS.sub(" ", text, count=1).lower().split())
    return _TABLES[dialect].get(bare)


def _by_name(*tables: _Names) -> dict[str, Kind]:
    return {name: kind for table in tables for kind, names in table.items() for name in names}


_TABLES = {dialect: _by_name(_EVERYWHERE, own) for dialect, own in _OWN.items()}
