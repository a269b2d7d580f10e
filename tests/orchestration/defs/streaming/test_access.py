"""`streaming/access` as Dagster materializes it, on fakes."""

from typing import Any

import dagster as dg

from orchestration.defs.streaming.access import streaming_access
from orchestration.flows.prove_access_rights import AccessTrial, prove_access_rights
from tests.fakes.access_probe import FakeAccessProbe
from tests.metamodel.streaming.shop import desired


def declared() -> list[Any]:
    cells = prove_access_rights(AccessTrial(desired, FakeAccessProbe()))
    return [cell.attempt for cell in cells if cell.declared]


def run(probe: FakeAccessProbe, environment: str = "town") -> Any:
    trial = AccessTrial(lambda: desired(environment), probe)
    return dg.materialize(
        [streaming_access()], resources={"access_trial": trial}, raise_on_error=False
    )


def check(result: Any) -> Any:
    (found,) = result.get_asset_check_evaluations()
    return found


def test_rights_as_declared_pass_and_every_cell_is_shown() -> None:
    result = run(FakeAccessProbe(declared()))

    assert result.success
    assert check(result).passed
    (event,) = result.get_asset_materialization_events()
    shown = {name: item.value for name, item in event.materialization.metadata.items()}
    assert shown["as_declared"] == shown["tried"] == shown["declared"] + shown["forbidden"]
    assert "TOPIC_AUTHORIZATION_FAILED" in shown["matrix"]
    assert shown["matrix"].count("\n") == shown["tried"] + 1


def test_a_right_that_is_shut_fails_the_check_and_names_the_cell() -> None:
    first, *rest = declared()

    found = check(run(FakeAccessProbe(rest)))

    assert not found.passed
    assert found.metadata["wrong"].value == 1
    (row,) = found.metadata["wrong_table"].records
    assert (row.data["outcome"], row.data["user"]) == ("shut", first.principal)


def test_a_broker_that_is_away_is_not_proven_and_never_passed() -> None:
    found = check(run(FakeAccessProbe(declared(), away=True)))

    assert not found.passed
    assert {row.data["outcome"] for row in found.metadata["wrong_table"].records} == {"not proven"}


def test_an_environment_without_rights_is_not_proven() -> None:
    result = run(FakeAccessProbe(), "bench")

    assert not result.success
    assert not check(result).passed
    assert check(result).metadata["reason"].value.startswith("not proven: STRM-009")
