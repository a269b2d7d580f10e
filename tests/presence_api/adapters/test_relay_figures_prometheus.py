"""The relay's figures."""

from collections import Counter

from prometheus_client.parser import text_string_to_metric_families

from presence_api.adapters.relay_figures_prometheus import exposition
from presence_api.entities.outbox.standing import Standing
from presence_api.ports.outbox import Backlog


def figures(standing: Standing) -> dict[str, float]:
    return {
        "/".join([sample.name, *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(exposition(standing).decode())
        for sample in family.samples
    }


def test_before_the_first_look_nothing_is_said_of_the_backlog() -> None:
    found = figures(Standing())
    assert found["rampart_outbox_shards"] == 0
    assert found["rampart_outbox_failures_total/OBX-002"] == 0
    assert "rampart_outbox_backlog_rows" not in found


def test_every_figure_is_what_the_relay_last_saw() -> None:
    standing = Standing(
        relayed=Counter({"t": 5}),
        failures=Counter({"OBX-001": 2, "ACC-002": 1}),
        parked=Counter({"t": 1}),
        shards=frozenset({1, 2}),
        backlog=Backlog(rows=7, oldest_age_s=12.5, parked_rows=1),
    )

    assert figures(standing) == {
        "rampart_outbox_sent_total/t": 5,
        "rampart_outbox_failures_total/OBX-001": 2,
        "rampart_outbox_failures_total/OBX-002": 0,
        "rampart_outbox_failures_total/OBX-003": 0,
        "rampart_outbox_failures_total/ACC-002": 1,
        "rampart_outbox_parked_total/t": 1,
        "rampart_outbox_shards": 2,
        "rampart_outbox_backlog_rows": 7,
        "rampart_outbox_oldest_age_seconds": 12.5,
        "rampart_outbox_parked_rows": 1,
    }
