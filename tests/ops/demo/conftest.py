"""A stage on the real stack, with the model published."""

import pytest

from ops.demo.stage import Stage
from ops.stack.supervisor import Supervisor


@pytest.fixture(scope="session")
def stage(stack: Supervisor) -> Stage:
    """The embedded stack as the acts see it; the demo's model serves."""
    made = Stage.on(stack)
    made.publish()
    return made
