"""TPC-H in Postgres."""

from typing import Any

import psycopg
import pytest

from ops.tpch.errors import OtherDataLoaded
from ops.tpch.load import load_tpch

pytestmark = pytest.mark.integration


def one(url: str, query: str) -> Any:
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
    return row[0] if row and len(row) == 1 else row


def test_a_second_load_does_nothing(database_url: str) -> None:
    assert load_tpch(database_url) is True
    assert load_tpch(database_url) is False
    assert one(database_url, "SELECT count(*) FROM lineitem") == 60175


def test_published_answers_come_out_of_postgres(database_url: str) -> None:
    load_tpch(database_url)
    revenue = one(
        database_url,
        "SELECT sum(l_extendedprice * l_discount) FROM lineitem"
        " WHERE l_shipdate >= '1994-01-01' AND l_shipdate < '1995-01-01'"
        " AND l_discount BETWEEN 0.05 AND 0.07 AND l_quantity < 24",
    )
    assert str(revenue) == "1193053.2253"


def test_a_tenant_is_the_customers_region_on_every_row_of_an_order(database_url: str) -> None:
    load_tpch(database_url)
    assert one(database_url, "SELECT count(DISTINCT tenant_id) FROM customer") == 5
    wrong = (
        "SELECT count(*) FROM lineitem JOIN orders ON o_orderkey = l_orderkey"
        " JOIN customer ON c_custkey = o_custkey JOIN nation ON n_nationkey = c_nationkey"
        " JOIN region ON r_regionkey = n_regionkey WHERE lineitem.tenant_id <> r_name"
        " OR orders.tenant_id <> r_name OR customer.tenant_id <> r_name"
    )
    assert one(database_url, wrong) == 0


def test_two_loads_are_equal_row_by_row(database_url: str) -> None:
    digest = "SELECT md5(string_agg(orders::text, '|' ORDER BY o_orderkey)) FROM orders"
    load_tpch(database_url)
    first = one(database_url, digest)
    with psycopg.connect(database_url) as connection:
        connection.execute(
            "DROP TABLE region, nation, supplier, customer, part, partsupp, orders, lineitem"
        )
    load_tpch(database_url)
    assert one(database_url, digest) == first


def test_keys_hold(database_url: str) -> None:
    load_tpch(database_url)
    counted = (
        "SELECT count(*) FILTER (WHERE contype = 'p'), count(*) FILTER (WHERE contype = 'f')"
        " FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
    )
    assert one(database_url, counted) == (8, 8)


def test_tables_that_hold_anything_else_are_left_alone(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("CREATE TABLE public.orders (mine int)")
    with pytest.raises(OtherDataLoaded, match="orders"):
        load_tpch(database_url)


def test_another_scale_is_refused(database_url: str) -> None:
    load_tpch(database_url)
    with pytest.raises(OtherDataLoaded, match=r"scale factor 0\.02"):
        load_tpch(database_url, 0.02)
