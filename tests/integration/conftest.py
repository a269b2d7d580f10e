"""The embedded stack, whole: one for all integration tests of a run."""

import os
from collections.abc import Iterator

import pytest

from ops.stack.running import running_stack
from ops.stack.supervisor import Supervisor


@pytest.fixture(scope="session")
def stack(request: pytest.FixtureRequest) -> Iterator[Supervisor]:
    """Every component, with TPC-H loaded; its logs stay if a test failed."""
    with running_stack(f"test-{os.getpid()}") as running:
        yield running
        running.keep = request.session.testsfailed > 0
