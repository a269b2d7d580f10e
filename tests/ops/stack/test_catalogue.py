"""The components there are."""

import pytest

from ops.stack.catalogue import all_components, chosen
from ops.stack.component import Component
from ops.stack.errors import ComponentUnknown
from tests.fakes.component import FakeComponent


def test_every_component_is_found_under_its_own_name_with_known_needs() -> None:
    found = all_components()
    assert {"postgres", "valkey", "kafka", "cube", "dagster_code"} <= found.keys()
    assert list(chosen(found, ["dagster_daemon"]))[-1] == "dagster_daemon"


def test_no_two_components_share_a_port_name_or_a_preferred_port() -> None:
    pairs = [pair for item in all_components().values() for pair in item.ports.items()]
    assert len({name for name, _ in pairs}) == len({port for _, port in pairs}) == len(pairs)


def test_preferred_ports_lie_below_the_ephemeral_range() -> None:
    ports = [port for item in all_components().values() for port in item.ports.values()]
    assert all(20_000 <= port < 32_768 for port in ports)


def test_none_means_all_and_a_need_that_is_not_installed_is_left_out() -> None:
    catalogue = {"web": FakeComponent("web", "metrics"), "cube": FakeComponent("cube")}
    assert list(chosen({**catalogue}, None)) == ["web", "cube"]


def test_an_unknown_component_is_refused() -> None:
    with pytest.raises(ComponentUnknown):
        chosen({}, ["nobody"])


def test_what_is_there_on_request_is_left_out_unless_it_is_named() -> None:
    asked, needy = FakeComponent("asked"), FakeComponent("needy", "asked")
    asked.on_request = True  # type: ignore[misc]
    catalogue: dict[str, Component] = {"asked": asked, "needy": needy}

    assert list(chosen(catalogue, None)) == ["needy"]
    assert list(chosen(catalogue, ["needy"])) == ["needy"]
    assert list(chosen(catalogue, ["needy", "asked"])) == ["asked", "needy"]
