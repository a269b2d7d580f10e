from metamodel.kernel.registry import discover
from ops.naming import collectors
from ops.naming.collector import Collector


def test_every_collector_is_called_as_its_file() -> None:
    found = discover(collectors, Collector, key="name")
    assert found
    for name, collector in found.items():
        assert collector.__module__.endswith(f".{name}")
