import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from metamodel.importers.catalogue import Catalogue, Column, Table
from metamodel.importers.catalogue_postgres import PostgresCatalogue, open_postgres, shown_dsn
from metamodel.importers.errors import SourceNotUnderstood, SourceRefused, SourceUnreachable
from metamodel.importers.importing import Imported, import_source
from metamodel.importers.report import SuggestionKind
from metamodel.lint.runner import lint
from metamodel.model.load import load
from tests.metamodel.importers.sources import SETTINGS

HARD = (Path(__file__).parent / "hard_catalogue.sql").read_text()
SCHEMAS = ["sales", "Back Office"]
integration = pytest.mark.integration


@pytest.fixture
def hard(database_url: str) -> Iterator[Catalogue]:
    """Everything that makes imports hard, in a real database."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(HARD.encode())
    with open_postgres(database_url) as connection:
        yield PostgresCatalogue(connection).read(SCHEMAS)


def sales(catalogue: Catalogue, name: str) -> Table:
    found = catalogue.table("sales", name)
    assert found
    return found


def one(catalogue: Catalogue, table: str, column: str) -> Column:
    found = sales(catalogue, table).column(column)
    assert found
    return found


@integration
def test_partitions_are_part_of_their_table(hard: Catalogue) -> None:
    assert [item.place for item in hard.tables] == [
        "sales.address",
        "sales.open_order",
        "sales.order",
        "sales.order_product",
        "sales.passport",
        "sales.price_change",
        "sales.product",
        "sales.turnover",
        "Back Office.Employee",
    ]
    order = sales(hard, "order")
    assert (order.partitions, order.rows, order.primary_key) == (2, 400, ("id", "placed_on"))
    assert len(order.foreign_keys) == 3
    assert one(hard, "order", "bill_to_id").distinct == 100


@integration
def test_domains_stand_for_what_is_below_them_with_their_checks(hard: Catalogue) -> None:
    assert one(hard, "product", "price").source_type == "numeric(12,2)"
    assert not one(hard, "product", "price").nullable
    assert one(hard, "order", "net").source_type == "numeric(12,2)"
    assert one(hard, "product", "size").values == ("S", "M", "L")


@integration
def test_values_come_from_enums_and_from_both_spellings_of_a_check(hard: Catalogue) -> None:
    assert one(hard, "order", "channel").values == ("web", "shop", "phone")
    assert one(hard, "order", "status").values == ("open", "paid", "it's late")
    assert one(hard, "order", "priority").values == ("1", "2", "3")


@integration
def test_generated_columns_are_marked(hard: Catalogue) -> None:
    assert [item.name for item in sales(hard, "order").columns if item.generated] == ["gross"]


def imported(hard: Catalogue) -> Imported:
    return import_source(hard, SETTINGS, kinds=set(SuggestionKind) - {SuggestionKind.TENANCY})


@integration
def test_the_import_names_everything_it_could_not_decide(hard: Catalogue) -> None:
    made = imported(hard)
    assert [item.place for item in made.report.undecided] == [
        "sales.address.position",
        "sales.open_order",
        "sales.order.opening_hours",
        "sales.price_change",
        "sales.turnover",
    ]
    faults = [(item.code, item.message.split("`")[1]) for item in lint(load(made.document))]
    assert sorted(faults) == [
        ("KEY001", "price_change"),
        ("TIM001", "address"),
    ]


@integration
def test_two_keys_to_one_table_and_one_to_itself_have_roles(hard: Catalogue) -> None:
    roles = [item.get("role") for item in json.loads(imported(hard).document)["relations"]]
    assert [role for role in roles if role] == [
        "order_bill_to",
        "order_ship_to",
        "employee_reports_to",
    ]


@integration
def test_a_unique_index_over_all_rows_is_a_key_and_one_over_some_is_none(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE public.t (a int, b int, c int, d int)")
        connection.execute("CREATE UNIQUE INDEX ON public.t (b, a) INCLUDE (d)")
        connection.execute("CREATE UNIQUE INDEX ON public.t (c) WHERE d > 0")
        connection.execute("CREATE UNIQUE INDEX ON public.t (abs(c))")
    with open_postgres(database_url) as reading:
        (table,) = PostgresCatalogue(reading).read().tables
    assert table.unique == (("b", "a"),)


@integration
def test_a_table_that_may_not_be_read_is_told(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS import_reader")
        connection.execute("CREATE TABLE public.open (a int); CREATE TABLE public.shut (a int)")
        connection.execute(
            "CREATE ROLE import_reader; GRANT SELECT ON public.open TO import_reader"
        )
    with open_postgres(database_url) as reading:
        reading.execute("SET ROLE import_reader")
        found = PostgresCatalogue(reading).read()
    assert [item.name for item in found.tables] == ["open"]
    assert [item.place for item in found.unread] == ["public.shut"]
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("DROP OWNED BY import_reader; DROP ROLE import_reader")


@integration
def test_a_reader_cannot_write(database_url: str) -> None:
    with pytest.raises(SourceRefused, match="read-only"), open_postgres(database_url) as connection:
        connection.execute("CREATE TABLE t (n int)")


@integration
def test_a_query_that_takes_too_long_may_be_tried_again(database_url: str) -> None:
    with (
        pytest.raises(SourceUnreachable, match="timeout"),
        open_postgres(database_url, timeout_s=0.2) as connection,
    ):
        connection.execute("SELECT count(*) FROM generate_series(1, 10000000000)")


@integration
def test_a_wrong_database_is_told_without_the_password(database_url: str) -> None:
    wrong = database_url.rsplit("/", 1)[0] + "/nowhere"
    with pytest.raises(SourceUnreachable, match="nowhere"), open_postgres(wrong):
        pass


def test_a_data_source_name_is_shown_without_its_password() -> None:
    assert (
        shown_dsn("postgresql://me:secret@db:5433/shop") == "host=db port=5433 dbname=shop user=me"
    )
    assert shown_dsn("dbname=shop password='a b'") == "dbname=shop"


@pytest.mark.parametrize("dsn", ["dbname=shop secret", "postgresql://h/x?secret=1", "a='secret"])
def test_a_faulty_data_source_name_is_not_repeated(dsn: str) -> None:
    with pytest.raises(SourceNotUnderstood) as refused:
        shown_dsn(dsn)
    assert "secret" not in refused.value.explain()
    assert refused.value.__cause__ is None
