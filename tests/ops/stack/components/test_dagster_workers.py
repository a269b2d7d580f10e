"""The server of run workers."""

from ops.stack import dagster_home
from ops.stack.components.dagster_workers import DagsterWorkers
from tests.ops.stack.components import stack_of


def test_it_is_ready_once_its_socket_is_there() -> None:
    stack = stack_of(DagsterWorkers())
    assert not DagsterWorkers().ready(stack)
    dagster_home.home(stack).mkdir()
    dagster_home.workers(stack).touch()
    assert DagsterWorkers().ready(stack)


def test_it_takes_no_time_from_the_start_of_the_others() -> None:
    assert {"dagster_code", "dagster_daemon", "dagster_web"} <= set(DagsterWorkers.needs)
