"""Names in expressions."""

import pytest

from ops.monitoring.promql import metric_names


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("up == 0", {"up"}),
        ('sum by (group, topic) (rate(a_total{x=~"b|c"}[5m])) > 3', {"a_total"}),
        ("a_seconds - time() < clamp_max(b_seconds / 3, 2592000)", {"a_seconds", "b_seconds"}),
        ("a > 0 and increase(b_total[10m]) == 0", {"a", "b_total"}),
        ("rampart:x:ratio1h > 14.4 * 0.01 unless on (job) up", {"rampart:x:ratio1h", "up"}),
        ("rampart:x > bool 1e3", {"rampart:x"}),
        ("histogram_quantile(0.9, sum by (le) (rate(a_bucket[$__rate_interval])))", {"a_bucket"}),
        ('a{b="c{d}"}', {"a"}),
    ],
)
def test_metrics_are_told_from_everything_else(expression: str, names: set[str]) -> None:
    assert metric_names(expression) == names
