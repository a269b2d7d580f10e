"""Does the schema registry answer?"""

from collections.abc import Sequence
from typing import ClassVar

from prometheus_client.core import Metric

from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from ops.monitoring.family import Family, Gauge
from ops.monitoring.part import Part
from orchestration.ports.schema_registry import RegistryUnavailable

UP = Gauge(
    "rampart_schema_registry_up",
    "1 if the schema registry answers; absent where none is used.",
)


class SchemaRegistry(Part):
    """One question to the registry; that it is away is what was seen, and no error of the look."""

    name = "schema_registry"
    families: ClassVar[Sequence[Family]] = (UP,)

    def look(self) -> list[Metric]:
        up = UP.new()
        if self.sources.registry is not None:
            up.add_metric([], float(self._answers()))
        return [up]

    def _answers(self) -> bool:
        assert self.sources.registry is not None  # noqa: S101 - `look` has just seen it
        try:
            self.sources.registry.versions(f"{PreaggRefresh.name}-value")
        except RegistryUnavailable:
            return False
        return True
