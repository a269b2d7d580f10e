from metamodel.modelgen.scalars import yaml_scalar
from metamodel.modelgen.sql import QuotedSql, Sql


def test_sql_keeps_its_references_and_text_does_not() -> None:
    assert yaml_scalar(Sql("{CUBE}.a")) == '"{CUBE}.a"'
    assert yaml_scalar("{CUBE}.a") == '"\\\\{CUBE\\\\}.a"'


def test_sql_where_python_is_expected_is_a_text_of_pythons() -> None:
    assert (
        yaml_scalar(QuotedSql("a || '\"' || {CUBE}.b")) == '"f\\"a || \'\\\\\\"\' || {CUBE}.b\\""'
    )
