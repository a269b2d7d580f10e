"""The whole platform on the secured broker, each part with credentials of its own."""

import urllib.request
from pathlib import Path

import pytest

from ops.demo.acts.event import send
from ops.demo.stage import Stage
from ops.stack.supervisor import Supervisor
from tests.eventually import eventually

pytestmark = [pytest.mark.integration, pytest.mark.timeout(300)]

_TAKEN = "SELECT coalesce(sum(events), 0) FROM rampart.refresh_intake WHERE kind = 'TAKEN'"
_DIRTY = "SELECT count(*) FROM rampart.preagg_partition WHERE wanted_at > built_from"


@pytest.fixture(scope="module")
def stack(secured_platform: Supervisor) -> Supervisor:
    return secured_platform


def test_an_event_becomes_a_built_partition_and_a_figure(stack: Supervisor) -> None:
    stage = Stage.on(stack)
    before = taken(stage)
    send(stage, "orders", "by_day", None, None)
    eventually(lambda: taken(stage), lambda now: now > before, "the event's intake")
    eventually(lambda: int(stage.sql(_DIRTY)[0][0]), lambda dirty: dirty == 0, "everything built")
    eventually(
        lambda: figures(stack),
        lambda text: f"preagg_events_total {taken(stage)}.0" in text and "_error{" in text,
        "the exporter's figures",
    )
    errors = [line for line in figures(stack).splitlines() if "_error{" in line]
    assert [line for line in errors if not line.endswith(" 0.0")] == []


@pytest.mark.parametrize(
    ("component", "principal"),
    [
        ("dagster_code", "orchestration"),
        ("dagster_daemon", "orchestration"),
        ("dagster_web", "orchestration"),
        ("dagster_workers", "orchestration"),
        ("audit_sink", "orchestration"),
        ("metrics", "exporter"),
    ],
)
def test_each_part_comes_with_credentials_of_its_own(
    stack: Supervisor, component: str, principal: str
) -> None:
    found = Path(f"/proc/{stack.pid(component)}/environ").read_text().split("\0")
    assert f"RAMPART_KAFKA_USER={principal}" in found
    assert not any("passwords/admin" in line for line in found)


def taken(stage: Stage) -> int:
    """How many events were taken in."""
    return int(stage.sql(_TAKEN)[0][0])


def figures(stack: Supervisor) -> str:
    """What the exporter shows now."""
    with urllib.request.urlopen(stack.url("metrics"), timeout=30) as answer:  # noqa: S310 - ours
        text: str = answer.read().decode()
        return text
