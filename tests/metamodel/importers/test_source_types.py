import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamodel.importers.catalogue import Dialect
from metamodel.importers.source_types import attribute_type
from metamodel.model.attribute import AttributeType


@pytest.mark.parametrize(
    ("source_type", "dialect", "expected"),
    [
        ("character varying(20)", Dialect.POSTGRES, AttributeType.STRING),
        ("timestamp(3) with time zone", Dialect.POSTGRES, AttributeType.TIMESTAMPTZ),
        ("timestamp without time zone", Dialect.POSTGRES, AttributeType.TIMESTAMP),
        ("double precision", Dialect.POSTGRES, AttributeType.FLOAT),
        ("citext", Dialect.POSTGRES, AttributeType.STRING),
        ("DECIMAL(15,2)", Dialect.DUCKDB, AttributeType.DECIMAL),
        ("HUGEINT", Dialect.DUCKDB, AttributeType.DECIMAL),
        ("ENUM('a', 'b)')", Dialect.DUCKDB, AttributeType.STRING),
        ("NUMBER(38, 0)", Dialect.SNOWFLAKE, AttributeType.DECIMAL),
        ("TIMESTAMP_NTZ(9)", Dialect.SNOWFLAKE, AttributeType.TIMESTAMP),
        ("TIMESTAMP", Dialect.BIGQUERY, AttributeType.TIMESTAMPTZ),
        ("TIMESTAMP", Dialect.POSTGRES, AttributeType.TIMESTAMP),
        ("timestamp", Dialect.DATABRICKS, AttributeType.TIMESTAMPTZ),
        ("varchar(max)", Dialect.REDSHIFT, AttributeType.STRING),
        ("jsonb", Dialect.POSTGRES, AttributeType.JSON),
        ("JSON", Dialect.DUCKDB, AttributeType.JSON),
        ("bytea", Dialect.POSTGRES, AttributeType.BINARY),
        ("BYTES", Dialect.BIGQUERY, AttributeType.BINARY),
        ("time(6) without time zone", Dialect.POSTGRES, AttributeType.TIME),
        ("character varying(20)[]", Dialect.POSTGRES, AttributeType.ARRAY),
        ("ENUM('a')[]", Dialect.DUCKDB, AttributeType.ARRAY),
        ("INTEGER[3]", Dialect.DUCKDB, AttributeType.ARRAY),
        ("ARRAY<STRUCT<a INT64>>", Dialect.BIGQUERY, AttributeType.ARRAY),
        ("ARRAY", Dialect.SNOWFLAKE, AttributeType.ARRAY),
    ],
)
def test_known_types(source_type: str, dialect: Dialect, expected: AttributeType) -> None:
    assert attribute_type(source_type, dialect) is expected


@pytest.mark.parametrize("dialect", Dialect)
@pytest.mark.parametrize(
    "source_type",
    [
        "STRUCT(a INTEGER)", "MAP(VARCHAR, VARCHAR)", "UNION(n INTEGER)", "point", "tstzrange",
        "xml", "interval", "time with time zone", "variant", "object", "geography", "super",
        "money", "", "my_type", "numeric(a)", "[]",
    ],
)  # fmt: skip
def test_other_types_are_undecided(source_type: str, dialect: Dialect) -> None:
    assert attribute_type(source_type, dialect) is None


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz_0123456789 ()[],", max_size=20))
def test_no_name_that_nobody_listed_is_a_string(name: str) -> None:
    listed = {"varchar", "char", "character", "bpchar", "character varying", "name", "citext"}
    if attribute_type(name, Dialect.POSTGRES) is AttributeType.STRING:
        assert " ".join(name.partition("(")[0].split()) in listed | {"enum"}
