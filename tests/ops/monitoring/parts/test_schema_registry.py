"""The schema registry as a metric."""

from ops.monitoring.parts.schema_registry import SchemaRegistry
from tests.fakes.sources import AwayRegistry, FakeSources
from tests.ops.monitoring.shown import shown

UP = "rampart_schema_registry_up"


def test_one_that_answers_is_up() -> None:
    assert shown(SchemaRegistry(FakeSources().made))[UP] == 1


def test_that_it_is_away_is_seen_and_no_error_of_the_look() -> None:
    seen = shown(SchemaRegistry(FakeSources(registry=AwayRegistry()).made))

    assert seen == {UP: 0, 'rampart_scrape_error{part="schema_registry"}': 0}


def test_where_none_is_used_none_is_missed() -> None:
    seen = shown(SchemaRegistry(FakeSources(registry=None).made))

    assert seen == {'rampart_scrape_error{part="schema_registry"}': 0}
