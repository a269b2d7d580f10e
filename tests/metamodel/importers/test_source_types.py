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
    ],
)
def test_known_types(source_type: str, dialect: Dialect, expected: AttributeType) -> None:
    assert attribute_type(source_type, dialect) is expected


@pytest.mark.parametrize("dialect", Dialect)
@pytest.mark.parametrize(
    "source_type",
    [
        "jsonb", "integer[]", "text[]", "ENUM('a')[]", "STRUCT(a INTEGER)", "MAP(VARCHAR, VARCHAR)",
        "bytea", "point", "tstzrange", "interval", "time", "variant", "array", "geography", "super",
        "money", "", "my_type", "varchar(10)[]", "numeric(a)",
    ],
)  # fmt: skip
def test_other_types_are_undecided(source_type: str, dialect: Dialect) -> None:
    assert attribute_type(source_type, dialect) is None


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz_0123456789 ()[],", max_size=20))
def test_no_name_that_nobody_listed_is_a_string(name: str) -> None:
    listed = {"varchar", "char", "character", "bpchar", "character varying", "name", "citext"}
    if attribute_type(name, Dialect.POSTGRES) is AttributeType.STRING:
        assert " ".join(name.partition("(")[0].split()) in listed | {"enum"}
