"""The schema registry."""

import os
import socket

import psutil
import pytest

from metamodel.events._catalogue import topics
from metamodel.events.registered import registered_ids
from ops.stack import processes
from ops.stack.components.schema_registry import SchemaRegistry
from ops.stack.running import bring_down, bring_up
from ops.stack.shape import LOCAL, Shape
from orchestration.adapters.schema_registry_http import HttpSchemaRegistry
from tests.not_proven import not_proven
from tests.ops.stack.components import stack_of

ALL = list(topics().values())


def test_clients_find_it_by_its_api() -> None:
    stack = stack_of(SchemaRegistry())

    url = SchemaRegistry().environment(stack)["RAMPART_SCHEMA_REGISTRY_URL"]

    assert url == f"http://127.0.0.1:{stack.ports['schema_registry']}/apis/ccompat/v7"
    assert not SchemaRegistry().ready(stack)


@pytest.mark.integration
def test_once_it_is_up_every_release_has_an_id(schema_registry_url: str) -> None:
    ids = registered_ids(ALL, HttpSchemaRegistry(schema_registry_url).id_of)

    assert set(ids) == set(topics())


@pytest.mark.integration
def test_what_was_registered_is_there_after_a_restart_under_the_same_ids() -> None:
    if not SchemaRegistry.available():
        not_proven("schema registry: Apicurio is not installed")
    name = f"test-reg2-{os.getpid()}"
    try:
        first, _ = bring_up(name, ["schema_registry"], settings={}, shape=Shape(LOCAL))
        registry = HttpSchemaRegistry(first.environment["RAMPART_SCHEMA_REGISTRY_URL"])
        number = registry.register("kept-value", '{"type": "string"}')
        ids = registered_ids(ALL, registry.id_of)
        assert bring_down(name)

        second, _ = bring_up(name, ["schema_registry"], settings={}, shape=Shape(LOCAL))
        registry = HttpSchemaRegistry(second.environment["RAMPART_SCHEMA_REGISTRY_URL"])
        assert registry.id_of("kept-value", '{"type": "string"}') == number
        assert registered_ids(ALL, registry.id_of) == ids
    finally:
        bring_down(name, forget=True)


@pytest.mark.integration
def test_it_listens_on_loopback_only() -> None:
    if not SchemaRegistry.available():
        not_proven("schema registry: Apicurio is not installed")
    stack = stack_of(SchemaRegistry())
    component = SchemaRegistry()
    process = component.start(stack)
    try:
        while not component.ready(stack):
            assert process.alive
        addresses = {
            found.laddr.ip
            for found in psutil.Process(process.pid).net_connections("inet")
            if found.status == psutil.CONN_LISTEN
        }
        assert {address.removeprefix("::ffff:") for address in addresses} == {"127.0.0.1"}
        with (
            pytest.raises(OSError, match="refused"),
            socket.create_connection(
                (machine_address(), stack.ports["schema_registry"]), timeout=2
            ),
        ):
            pass
    finally:
        processes.end(process, token=stack.token)


def machine_address() -> str:
    """An address of this machine that is not loopback's."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as found:
        found.connect(("192.0.2.1", 9))  # sends nothing
        address: str = found.getsockname()[0]
    return address
