"""Dagster's web pages."""

from ops.stack.components.dagster_web import DagsterWeb
from tests.ops.stack.components import stack_of


def test_people_and_clients_find_the_same_page() -> None:
    stack = stack_of(DagsterWeb())
    url = f"http://127.0.0.1:{stack.ports['dagster_web']}"
    assert DagsterWeb().url(stack) == url
    assert DagsterWeb().environment(stack) == {"RAMPART_DAGSTER_URL": url}


def test_it_is_not_ready_while_nothing_listens() -> None:
    assert not DagsterWeb().ready(stack_of(DagsterWeb()))
