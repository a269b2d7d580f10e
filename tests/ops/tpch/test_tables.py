"""TPC-H's tables as we keep them."""

from ops.tpch.tables import TABLES

BY_NAME = {table.name: table for table in TABLES}


def test_there_are_the_eight_tables_each_after_those_it_refers_to() -> None:
    seen: set[str] = set()
    for table in TABLES:
        assert {target for _, target in table.references} <= seen
        seen.add(table.name)
    assert len(seen) == 8


def test_customers_orders_and_lines_belong_to_a_tenant_and_the_rest_is_shared() -> None:
    assert {name for name, table in BY_NAME.items() if table.tenanted} == {
        "customer",
        "orders",
        "lineitem",
    }


def test_every_column_is_not_null() -> None:
    for table in TABLES:
        columns = table.create().partition("(")[2].rpartition(", PRIMARY KEY")[0]
        assert columns.count("NOT NULL") == columns.replace("(15,2)", "").count(",") + 1


def test_every_table_has_version_and_updated_at() -> None:
    assert all("version bigint" in table.create() for table in TABLES)
    assert all("updated_at timestamptz" in table.create() for table in TABLES)
