"""The audit sink."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry

from ops.monitoring.worker_endpoint import worker_endpoint
from ops.stack.components.audit_sink import AuditSink
from tests.ops.stack.components import stack_of


def test_it_is_ready_only_when_it_says_so() -> None:
    stack = stack_of(AuditSink())
    assert not AuditSink().ready(stack)
    for reason, ready in (("has no partition yet", False), (None, True)):
        unready: Callable[[], str | None] = lambda reason=reason: reason  # type: ignore[misc] # noqa: E731
        with worker_endpoint(stack.ports["audit_sink"], CollectorRegistry(), unready):
            assert AuditSink().ready(stack) is ready


def test_it_needs_its_table_and_its_topics() -> None:
    assert {"kafka", "migrations"} <= set(AuditSink.needs)
