"""The store in memory."""

import signal

from ops.stack import processes
from ops.stack.components.valkey import Valkey
from tests.ops.stack.components import stack_of


def test_it_starts_and_is_found_with_its_password() -> None:
    stack, valkey = stack_of(Valkey()), Valkey()
    assert not valkey.ready(stack)
    process = valkey.start(stack)
    try:
        while not valkey.ready(stack):
            assert process.alive
    finally:
        processes.end(process, token=stack.token, number=signal.SIGTERM)
    assert valkey.environment(stack)["RAMPART_REDIS_URL"].startswith("redis://:secret-valkey@127.")
    assert (stack.data("valkey") / "valkey.conf").stat().st_mode & 0o777 == 0o600
