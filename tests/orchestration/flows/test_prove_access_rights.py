"""Rights, tried out beside what is declared."""

import pytest

from metamodel.streaming.cluster import ResourceKind
from orchestration.flows.prove_access_rights import (
    AccessTrial,
    Cell,
    NoRightsHere,
    Outcome,
    attempts,
    prove_access_rights,
)
from orchestration.ports.access_probe import Attempt, Operation, Resource, Verdict
from tests.fakes.access_probe import FakeAccessProbe
from tests.metamodel.streaming.shop import desired

WANTED = desired()


def proved(probe: FakeAccessProbe) -> tuple[Cell, ...]:
    return prove_access_rights(AccessTrial(desired, probe))


def declared() -> list[Attempt]:
    return [cell.attempt for cell in proved(FakeAccessProbe()) if cell.declared]


def test_a_cluster_that_does_what_is_declared_has_nothing_else_to_show() -> None:
    cells = proved(FakeAccessProbe(declared()))
    assert {cell.outcome for cell in cells} == {Outcome.AS_DECLARED}
    assert {cell.declared for cell in cells} == {True, False}


def test_what_is_done_and_not_declared_is_open() -> None:
    allowed = declared()
    forbidden = next(item for item in attempts(WANTED) if item not in allowed)
    cells = proved(FakeAccessProbe([*allowed, forbidden]))
    assert [cell.attempt for cell in cells if cell.outcome is Outcome.OPEN] == [forbidden]


def test_what_is_declared_and_refused_is_shut() -> None:
    first, *rest = declared()
    cells = proved(FakeAccessProbe(rest))
    assert [cell.attempt for cell in cells if cell.outcome is Outcome.SHUT] == [first]


def test_a_broker_that_is_away_proves_nothing() -> None:
    assert {cell.outcome for cell in proved(FakeAccessProbe(away=True))} == {Outcome.NOT_PROVEN}


def test_an_environment_without_rights_has_none_to_prove() -> None:
    trial = AccessTrial(lambda: desired("bench"), FakeAccessProbe())
    with pytest.raises(NoRightsHere):
        prove_access_rights(trial)


def test_every_user_tries_every_topic_its_own_groups_and_those_of_others() -> None:
    found = attempts(WANTED)
    users = {item.user for item in WANTED.state.credentials}
    assert {item.principal for item in found} == users
    topics = {item.name for item in found if item.resource is Resource.TOPIC}
    assert topics >= set(WANTED.state.topics)
    groups = {item.resource for item in WANTED.state.grants if item.kind is ResourceKind.GROUP}
    asked = {item.name for item in found if item.resource is Resource.GROUP}
    assert asked == {f"{prefix}access-probe" for prefix in groups - {"*"}}


def test_who_may_make_any_topic_may_make_this_one() -> None:
    cell = Cell(Attempt("front", Operation.CREATE, Resource.TOPIC, "x"), False, Verdict.allowed())
    assert cell.outcome is Outcome.OPEN
