"""What a part of a scrape shows, as Prometheus would read it."""

from prometheus_client import CollectorRegistry, generate_latest

from ops.monitoring.part import Part
from ops.monitoring.scrape import Scrape
from tests.fakes.clock import FakeClock


def shown(*parts: Part) -> dict[str, float]:
    """Every series of one scrape with its value, by its name and labels."""
    registry = CollectorRegistry()
    registry.register(Scrape(parts, FakeClock()))
    lines = generate_latest(registry).decode().splitlines()
    split = (line.rpartition(" ") for line in lines if not line.startswith("#"))
    return {series: float(value) for series, _, value in split}
