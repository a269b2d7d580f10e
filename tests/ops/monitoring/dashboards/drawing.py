"""What holds for every dashboard."""

from ops.monitoring.alert_rules import read_rules
from ops.monitoring.dashboard import Dashboard
from ops.monitoring.promql import metric_names


def asked_of(dashboard: type[Dashboard]) -> set[str]:
    """The metrics that its panels ask for, once each panel is seen to be whole."""
    asked: set[str] = set()
    titles = [panel.title for panel in dashboard.panels]
    assert len(set(titles)) == len(titles)
    for panel in dashboard.panels:
        assert panel.queries, panel.title
        assert panel.meaning.endswith("."), panel.title
        for query in panel.queries:
            names = metric_names(query.expression)
            assert names, query.expression
            asked |= names
    assert {name for name in asked if ":" in name} <= set(read_rules().recorded)
    return asked
