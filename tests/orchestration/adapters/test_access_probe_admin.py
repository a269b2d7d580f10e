"""Attempts of an administrator; that they change nothing is shown on the broker."""

from orchestration.adapters.access_probe_admin import ADMIN_ATTEMPTS
from orchestration.ports.access_probe import Operation, Resource


def test_every_operation_of_a_topic_that_only_an_administrator_needs_can_be_tried_out() -> None:
    tried = {operation for operation, resource in ADMIN_ATTEMPTS if resource is Resource.TOPIC}
    assert tried == set(Operation) - {Operation.READ, Operation.WRITE}
