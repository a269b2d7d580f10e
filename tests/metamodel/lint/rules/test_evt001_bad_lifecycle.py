from typing import Any

import pytest

from tests.metamodel.shop import COUNTRY, ORDER, places

PLACE = f"/entities/{ORDER}"
LIFE = {
    "topic": "core.order.lifecycle.v1",
    "events": ["placed", "closed"],
    "state": "status",
    "transitions": [{"from": "open", "to": "done", "event": "closed"}],
}
STATES = {f"{PLACE}/attributes/4/enum": [{"value": "open"}, {"value": "done"}]}


def lived(**more: Any) -> dict[str, Any]:
    return {**STATES, f"{PLACE}/lifecycle": LIFE | more}


def test_states_events_and_topic_that_fit_are_right() -> None:
    assert places("EVT001", lived()) == []


@pytest.mark.parametrize("topic", ["Orders", "order", "core.order.lifecycle", "core.order.v0"])
def test_topics_have_a_form(topic: str) -> None:
    assert places("EVT001", lived(topic=topic)) == [f"{PLACE}/lifecycle/topic"]


def test_each_entity_has_its_own_topic() -> None:
    other = {"topic": LIFE["topic"], "events": ["made"]}
    edits = {**lived(), f"/entities/{COUNTRY}/lifecycle": other}
    assert places("EVT001", edits) == [f"{PLACE}/lifecycle/topic"]


def test_transitions_know_states_and_events() -> None:
    step = {"from": "new", "to": "gone", "event": "lost"}
    at = f"{PLACE}/lifecycle/transitions/0"
    assert places("EVT001", lived(transitions=[step])) == [f"{at}/from", f"{at}/to", f"{at}/event"]


def test_the_state_is_an_attribute() -> None:
    assert places("EVT001", lived(state="phase")) == [f"{PLACE}/lifecycle/state"]
