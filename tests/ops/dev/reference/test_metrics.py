"""The page of metrics and alerts."""

from ops.dev.reference.metrics import pages
from ops.monitoring.alert_rules import read_rules
from ops.monitoring.exporter import all_parts


def test_every_metric_every_alert_and_every_part_is_there() -> None:
    text = pages()["metrics.md"]

    for part in all_parts().values():
        assert f"## {part.name}\n" in text
        for family in part.families:
            assert f"| `{family.name}` | {family.kind} |" in text
    for name in read_rules().alerts:
        assert f"| `{name}` | " in text


def test_what_is_dear_says_how_often_it_is_looked_at() -> None:
    assert "Looked at once in 60 s." in pages()["metrics.md"]
