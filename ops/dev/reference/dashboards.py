"""ops/monitoring/grafana: the dashboards as Grafana reads them."""

from metamodel.kernel.registry import discover
from ops.monitoring import dashboards
from ops.monitoring.dashboard import Dashboard

FOLDER = "ops/monitoring/grafana"


def all_dashboards() -> dict[str, type[Dashboard]]:
    """Every dashboard by its name."""
    return discover(dashboards, Dashboard, key="name")


def files() -> dict[str, str]:
    """Each in a file of its own, by its path in the repository."""
    return {f"{FOLDER}/{name}.json": item.text() for name, item in all_dashboards().items()}
