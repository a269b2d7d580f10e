"""What a program without an API of its own answers to."""

import httpx
from prometheus_client import CollectorRegistry

from ops.monitoring.consumer_figures import ConsumerCollector
from ops.monitoring.worker_endpoint import worker_endpoint
from orchestration.flows.consumer_parts import ConsumerHealth


def test_it_says_whether_it_is_ready_and_why_not() -> None:
    health, registry = ConsumerHealth(), CollectorRegistry()
    registry.register(ConsumerCollector("rampart.test", health))
    with worker_endpoint(0, registry, lambda: health.unready) as port:
        root = f"http://127.0.0.1:{port}"
        before = httpx.get(f"{root}/health/ready", timeout=10)
        health.unready = None
        after = httpx.get(f"{root}/health/ready", timeout=10)
        figures = httpx.get(f"{root}/metrics", timeout=10).text
        assert httpx.get(f"{root}/health/live", timeout=10).text == "live\n"
        assert httpx.get(f"{root}/elsewhere", timeout=10).status_code == 404
    assert (before.status_code, before.text) == (503, "has no partition yet\n")
    assert (after.status_code, after.text) == (200, "ready\n")
    assert 'rampart_consumer_ready{group="rampart.test"} 1.0' in figures
