"""Presence's figures."""

from prometheus_client.parser import text_string_to_metric_families

from presence_api.adapters.presence_figures_prometheus import presence_exposition
from presence_api.live.closing import CloseCode
from tests.fakes.instance import Instance


def test_every_figure_is_what_is_so() -> None:
    instance = Instance()
    anna, ben = instance.browser("anna"), instance.browser("ben")
    for one in (anna, ben):
        one.sub("order")
    instance.settle()
    assert ben.session is not None
    ben.session.end(CloseCode.SLOW)
    anna.sub("order/1")
    anna.say("LOCK", room="order/1")
    instance.settle()
    anna.full = True
    found = {
        "/".join([sample.name, *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(
            presence_exposition(instance.sessions, instance.staleness).decode()
        )
        for sample in family.samples
    }
    assert found["rampart_presence_connections"] == 1
    assert found["rampart_presence_rooms"] == 2
    assert found["rampart_presence_behind_connections"] == 0
    assert found["rampart_presence_buffer_bytes"] == 7
    assert found["rampart_presence_flushed_members_total"] == 3
    assert found["rampart_presence_changes_lag_records"] == 0
    assert found["rampart_presence_lock_wait_seconds_bucket/+Inf"] == 1
    assert found["rampart_presence_opened_total"] == 2
    assert found["rampart_presence_resumed_total"] == 0
    assert found["rampart_presence_closed_total/4008"] == 1
    assert found["rampart_presence_changes_current"] == 1
    assert (found["rampart_presence_changes_open"], found["rampart_presence_locks"]) == (0, 1)
    assert found["rampart_presence_changes_expired_total"] == 0
    assert found["rampart_presence_events_undecodable_total"] == 0
    assert found["rampart_presence_closed_total/4400"] == 0
    assert found["rampart_presence_deliveries_total"] >= found["rampart_presence_flushes_total"] > 0
