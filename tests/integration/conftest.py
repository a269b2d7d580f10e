"""The whole platform on the secured broker, once for all tests that look at it."""

import os
from collections.abc import Iterator

import pytest

from ops.demo.stage import Stage
from ops.stack.components.alertmanager import WEBHOOK, Alertmanager
from ops.stack.components.prometheus import Prometheus
from ops.stack.running import running_stack
from ops.stack.shape import LOCAL
from ops.stack.supervisor import Supervisor
from tests.integration.webhook import Webhook, listening

PARTS = ("dagster_workers", "audit_sink", "metrics", "cube", "seed", "presence")


@pytest.fixture(scope="session")
def webhook() -> Iterator[Webhook]:
    """Whom the alerts of `secured_platform` are told."""
    with listening() as found:
        yield found


@pytest.fixture(scope="session")
def secured_platform(webhook: Webhook) -> Iterator[Supervisor]:
    """A stack with a published model; watched by Prometheus where that is installed."""
    watched = Prometheus.available() and Alertmanager.available()
    parts = [*PARTS, *(["prometheus"] if watched else [])]
    name, settings = f"test-platform-{os.getpid()}", {WEBHOOK: webhook.url}
    with running_stack(name, parts, profile=LOCAL, settings=settings) as running:
        Stage.on(running).publish()
        yield running
