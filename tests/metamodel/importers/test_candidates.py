import pytest

from metamodel.importers.catalogue import Column
from metamodel.importers.report import Suggestion, SuggestionKind
from tests.metamodel.importers.sources import column, drafted, key, table


def suggestions(kind: SuggestionKind, *columns: Column | str) -> list[Suggestion]:
    report = drafted(table("order", *columns)).report
    return [item for item in report.suggestions if item.kind is kind]


def moment(name: str, *, nullable: bool = True) -> Column:
    return column(name, "timestamptz", nullable=nullable)


def test_the_time_of_the_event_goes_before_that_of_the_row() -> None:
    columns = [moment("updated_at"), moment("created_at"), moment("due_on"), moment("placed_at")]
    (item,) = suggestions(SuggestionKind.TIME, *columns)
    assert (item.place, item.key) == ("public.order.placed_at", "time")
    assert item.value == {"dimension": "placed_at"}
    assert item.reason.endswith("; it may be NULL; next: created_at, updated_at, due_on")


def test_of_two_events_the_one_that_is_never_missing_is_better() -> None:
    columns = (moment("shipped_at"), moment("placed_at", nullable=False))
    (item,) = suggestions(SuggestionKind.TIME, *columns)
    assert item.value == {"dimension": "placed_at"}


def test_a_time_of_deletion_is_no_time_of_the_row() -> None:
    assert suggestions(SuggestionKind.TIME, moment("deleted_at")) == []
    (item,) = suggestions(SuggestionKind.SOFT_DELETE, moment("deleted_at"))
    assert item.key == "softDelete"
    assert item.value == {"attribute": "deleted_at", "mode": "timestamp"}


def test_a_flag_of_deletion_is_one_too_and_any_other_type_is_none() -> None:
    (item,) = suggestions(SuggestionKind.SOFT_DELETE, column("is_deleted", "boolean"))
    assert item.value == {"attribute": "is_deleted", "mode": "flag"}
    assert suggestions(SuggestionKind.SOFT_DELETE, column("is_deleted", "text")) == []


@pytest.mark.parametrize("name", ["tenant_id", "TenantId", "org_id", "account_id", "tenant"])
def test_names_of_tenants(name: str) -> None:
    (item,) = suggestions(SuggestionKind.TENANCY, name)
    assert item.value["mode"] == "required"


def test_only_a_tenant_by_name_is_sure() -> None:
    (sure,) = suggestions(SuggestionKind.TENANCY, "tenant_id")
    (likely,) = suggestions(SuggestionKind.TENANCY, "account_id")
    assert "everybody sees all rows" in sure.reason
    assert "may say" in likely.reason


@pytest.mark.parametrize("name", ["version", "row_version", "lock_version", "rowVersion"])
def test_names_of_versions(name: str) -> None:
    (item,) = suggestions(SuggestionKind.VERSIONING, name)
    assert item.key == "versioning"


def test_a_version_that_is_a_text_is_none() -> None:
    assert suggestions(SuggestionKind.VERSIONING, column("version", "text")) == []


def test_numbers_that_are_no_keys_may_be_summed_and_rates_averaged() -> None:
    found = suggestions(
        SuggestionKind.MEASURES,
        column("amount", "numeric"),
        column("tax_rate", "numeric"),
        column("total_price", "numeric"),
        column("note", "text"),
        "line_no",
        "version",
        column("stars", "integer", values=("1", "2")),
    )
    assert [item.value for item in found] == [
        {"name": "total_amount", "type": "sum", "expression": "{amount}"},
        {"name": "average_tax_rate", "type": "avg", "expression": "{tax_rate}"},
        {"name": "total_total_price", "type": "sum", "expression": "{total_price}"},
    ]


def test_keys_are_not_summed() -> None:
    order = table("order", "buyer", foreign_keys=(key("buyer", "buyer"),))
    kinds = {item.kind for item in drafted(order, table("buyer")).report.suggestions}
    assert SuggestionKind.MEASURES not in kinds
