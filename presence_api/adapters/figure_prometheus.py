"""One figure for Prometheus, and its counts as samples."""

from collections.abc import Mapping
from typing import NamedTuple, TypeVar

from prometheus_client.core import CounterMetricFamily, Metric

_Values = TypeVar("_Values", bound=tuple[str, ...])


class Figure(NamedTuple):
    """One figure: its whole name, its meaning, its labels."""

    name: str
    meaning: str
    labels: tuple[str, ...] = ()


def counter(figure: Figure, counts: Mapping[_Values, int]) -> Metric:
    """A sample for each count, by the values of the figure's labels."""
    family = CounterMetricFamily(figure.name, figure.meaning, labels=figure.labels)
    for values, count in sorted(counts.items()):
        family.add_metric(values, float(count))
    return family
