"""Families of series."""

from ops.monitoring.family import Counter, Gauge, Histogram, buckets


def test_each_kind_makes_metrics_of_its_name_and_meaning() -> None:
    for kind in (Gauge, Histogram):
        metric = kind("rampart_x_seconds", "What it is.", labels=["topic"]).new()
        assert (metric.name, metric.documentation) == ("rampart_x_seconds", "What it is.")
    assert Counter("rampart_x_total", "What it is.").new().name == "rampart_x"
    assert (Gauge.kind, Counter.kind, Histogram.kind) == ("gauge", "counter", "histogram")


def test_buckets_end_with_all() -> None:
    assert buckets((0.1, 1.0), (2, 3), 4) == [("0.1", 2.0), ("1.0", 3.0), ("+Inf", 4.0)]
