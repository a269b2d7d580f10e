"""The code server."""

import socket

from ops.stack.components.dagster_code import DagsterCode
from tests.ops.stack.components import stack_of


def test_it_is_ready_only_when_it_answers() -> None:
    stack = stack_of(DagsterCode())
    assert not DagsterCode().ready(stack)
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", stack.ports["dagster_code"]))
        mute.listen(1)
        assert not DagsterCode().ready(stack)


def test_it_starts_after_the_instance_was_opened() -> None:
    assert DagsterCode.needs == ("dagster_init", "schema_registry")
