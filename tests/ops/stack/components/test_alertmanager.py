"""Where Prometheus sends its alerts."""

from ops.stack.components.alertmanager import CONFIGURATION, Alertmanager
from tests.ops.stack.components import stack_of


def test_people_and_prometheus_find_it_at_one_address() -> None:
    stack = stack_of(Alertmanager())
    assert Alertmanager().url(stack) == f"http://127.0.0.1:{stack.ports['alertmanager']}"
    assert not Alertmanager().ready(stack)


def test_its_configuration_is_there() -> None:
    assert CONFIGURATION.is_file()
