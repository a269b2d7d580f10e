"""One secured platform that is broken and mended again and again."""

import os
from collections.abc import Iterator

import pytest

from ops.demo.stage import Stage
from ops.stack.components.schema_registry import SchemaRegistry
from ops.stack.running import running_stack
from ops.stack.shape import LOCAL
from tests.faults.runbook.ground import Ground
from tests.not_proven import not_proven

PARTS = (
    "dagster_workers",
    "audit_sink",
    "presence_worker",
    "metrics",
    "schema_registry",
    "cube",
    "seed",
)


@pytest.fixture(scope="session")
def whole_ground(request: pytest.FixtureRequest) -> Iterator[Ground]:
    """The stack with a published model, all of it built."""
    if not SchemaRegistry.available():
        not_proven("schema registry: Apicurio is not installed")
    with running_stack(f"test-runbook-{os.getpid()}", PARTS, profile=LOCAL) as stack:
        ground = Ground(stack.name)
        Stage.on(stack).publish()
        ground.require_sound()
        yield ground
        stack.keep = request.session.testsfailed > 0


@pytest.fixture
def ground(whole_ground: Ground, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ground]:
    """The stack, sound before and after; the one that commands speak to."""
    monkeypatch.setenv("RAMPART_STACK", whole_ground.name)
    yield whole_ground
    whole_ground.require_sound()
