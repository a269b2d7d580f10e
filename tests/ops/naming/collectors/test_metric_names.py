from pathlib import Path

from ops.naming.collectors.metric_names import MetricNames
from ops.naming.tree import Tree
from tests.ops.naming.planted import collected, stands_there, texts

FILES = {
    "ops/metrics.py": """
from prometheus_client import Counter
from prometheus_client.core import GaugeMetricFamily

ROWS = {"preagg_events_total": 1}
Counter("latency", "Words.", ["tenant"])
GaugeMetricFamily("rampart_parts", "Words.", labels=["part"])
""",
    "ops/counting.py": 'from collections import Counter\nprometheus_client = Counter("abc")\n',
}


def test_metrics_and_labels_are_collected_where_the_library_is_used(tmp_path: Path) -> None:
    assert texts(collected(MetricNames, tmp_path, FILES)) == {
        "metric": ["latency", "rampart_parts", "preagg_events_total"],
        "metric_label": ["tenant", "part"],
    }


def test_each_knows_its_type_where_it_is_told(tmp_path: Path) -> None:
    names = {name.text: name for name in collected(MetricNames, tmp_path, FILES)}
    assert names["latency"].facts == {"type": "counter"}
    assert names["rampart_parts"].facts == {"type": "gauge"}
    assert names["preagg_events_total"].facts == {}
    assert all(stands_there(Tree(tmp_path), name) for name in names.values())
