"""What a published version changed, with the evidence."""

from typing import Any

from metamodel.compat.change import Bump
from orchestration.flows.describe_changes import describe_changes, served_before
from orchestration.ports.ledger import LedgerUnavailable
from orchestration.ports.publications import Publication
from tests.fakes.clock import FakeClock
from tests.fakes.publications import FakePublications
from tests.fakes.rollups import model
from tests.fakes.shop_source import shop_model
from tests.metamodel.shop import ORDER, shop

OTHER_SUM = {
    f"/entities/{ORDER}/measures/1/expression": "{price} * 2",
    "/specVersion": "1.1.0",
}


class AwayPublications(FakePublications):
    """The table cannot be read just now."""

    def document(self, publication: Publication) -> Any:
        raise LedgerUnavailable("postgres")


def published(table: FakePublications, edits: dict[str, Any] | None = None) -> Publication:
    return table.flip(table.propose(shop_model(edits), shop(edits)))


def test_a_change_is_told_by_member_with_what_it_asks_for() -> None:
    table = FakePublications(FakeClock())
    before, after = published(table), published(table, OTHER_SUM)

    found = describe_changes(before, after, table)

    assert found.changes is not None
    assert [(item.path, item.verdict.bump) for item in found.changes] == [
        ("entities/order/measures/revenue/expression", Bump.MINOR)
    ]
    assert found.required_bump is Bump.MINOR
    assert found.consequences.changed_cubes == ("orders",)
    assert found.consequences.rebuilt_rollups == ("orders.by_day",)
    assert found.consequences.clears_cache


def test_a_title_rebuilds_nothing() -> None:
    table = FakePublications(FakeClock())
    before = published(table)
    after = published(table, {f"/entities/{ORDER}/title": "Purchase", "/specVersion": "1.0.1"})

    found = describe_changes(before, after, table).consequences

    assert (found.changed_cubes, found.rebuilt_rollups) == (("orders",), ())
    assert found.kept_rollups == ("orders.by_day",)
    assert not found.clears_cache


def test_of_a_first_version_only_hashes_are_told() -> None:
    table = FakePublications(FakeClock())

    found = describe_changes(None, published(table), table)

    assert (found.changes, found.required_bump) == (None, None)
    assert found.why_unknown == "no version served before"
    assert found.consequences.added_cubes


def test_a_document_of_an_older_grammar_leaves_the_hashes() -> None:
    table = FakePublications(FakeClock())
    before = table.flip(table.propose(model("shop-0"), {"entity": "of another time"}))

    found = describe_changes(before, published(table), table)

    assert found.changes is None
    assert "MOD-001" in found.why_unknown
    assert found.consequences.added_cubes


def test_a_table_that_is_away_leaves_the_hashes_and_raises_nothing() -> None:
    table = AwayPublications(FakeClock())

    found = describe_changes(published(table), published(table, OTHER_SUM), table)

    assert found.changes is None
    assert found.consequences.changed_cubes == ("orders",)


def test_the_version_served_before_is_the_newest_that_ever_served() -> None:
    table = FakePublications(FakeClock())
    first = published(table)
    table.refuse(table.propose(model("shop-2"), {}), "no")
    second = published(table, OTHER_SUM)

    assert served_before(first, table) is None
    found = served_before(second, table)
    assert found is not None
    assert found.seq == first.seq
