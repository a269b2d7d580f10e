"""The components there are."""

import pytest

from ops.stack.catalogue import all_components, chosen
from ops.stack.errors import ComponentUnknown
from ops.stack.shape import LOCAL, Shape
from tests.fakes.component import FakeComponent

SHAPES = [Shape(), Shape(LOCAL), Shape(LOCAL, 3)]


def test_every_component_is_found_under_its_own_name_with_known_needs() -> None:
    found = all_components()
    assert {"postgres", "valkey", "kafka", "cube", "dagster_code"} <= found.keys()
    assert list(chosen(found, ["dagster_daemon"]))[-1] == "dagster_daemon"


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_no_two_components_share_a_port_name_or_a_preferred_port(shape: Shape) -> None:
    pairs = [pair for item in all_components(shape).values() for pair in item.ports.items()]
    assert len({name for name, _ in pairs}) == len({port for _, port in pairs}) == len(pairs)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_preferred_ports_lie_below_the_ephemeral_range(shape: Shape) -> None:
    ports = [port for item in all_components(shape).values() for port in item.ports.values()]
    assert all(20_000 <= port < 32_768 for port in ports)


def test_none_means_all_and_a_need_that_is_not_installed_is_left_out() -> None:
    catalogue = {"web": FakeComponent("web", "metrics"), "cube": FakeComponent("cube")}
    assert list(chosen({**catalogue}, None)) == ["web", "cube"]


def test_an_unknown_component_is_refused() -> None:
    with pytest.raises(ComponentUnknown):
        chosen({}, ["nobody"])


def test_the_secured_profile_has_another_log_of_events_under_the_same_name() -> None:
    plain, secured = all_components(), all_components(Shape(LOCAL, 3))
    assert plain.keys() < secured.keys()
    assert type(plain["kafka"]) is not type(secured["kafka"])
    assert {"kafka_1", "kafka_2", "kafka_3"} <= secured.keys()
    assert not any(name.startswith("kafka_") for name in plain)
