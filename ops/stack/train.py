"""Makes Java's start-up cache for the broker, once for these jars: `python -m ops.stack.train`.

A broker is started in a folder of its own, used a little and stopped; on the way out Java writes
what it has learnt. Without the cache the broker starts too, a second later.
"""

import secrets
import signal
import sys
import tempfile
from pathlib import Path

from metamodel.kernel.clock import SystemClock
from ops.stack import broker, processes
from ops.stack.component import Stack
from ops.stack.components.kafka import Kafka
from ops.stack.errors import ComponentFailed, tail_of
from ops.stack.places import CACHE
from ops.stack.ports import reserve_ports

READY_S, WRITING_S = 60, 120


def train() -> bool:
    """Make the cache; False if it is there. Raises ComponentFailed, PartMissing."""
    cache = broker.cache_file()
    if cache.exists():
        return False
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE, prefix="train-") as name:
        folder = Path(name)
        (folder / "logs").mkdir()
        ports = reserve_ports(dict.fromkeys(Kafka.ports, 0))
        stack = Stack("train", folder, secrets.token_hex(16), ports, {}, {})
        draft = folder / "kafka.aot"
        _record(stack, draft)
        if not draft.exists():
            log = stack.log("kafka")
            raise ComponentFailed("kafka", "wrote no start-up cache", str(log), tail_of(log))
        for old in CACHE.glob("kafka-*.aot"):
            old.unlink()
        draft.rename(cache)
    return True


def _record(stack: Stack, draft: Path) -> None:
    data, kafka, clock = stack.data("kafka"), Kafka(), SystemClock()
    properties = broker.write_properties(
        data, port=stack.ports["kafka"], controller_port=stack.ports["kafka_controller"]
    )
    stack.run("kafka", broker.format_command(properties))
    argv = broker.command("kafka.Kafka", properties, flags=(f"-XX:AOTCacheOutput={draft}",))
    process = stack.spawn("kafka", argv, cwd=data)
    try:
        deadline = clock.monotonic_s() + READY_S
        while not kafka.ready(stack):
            if clock.monotonic_s() > deadline or not process.alive:
                log = stack.log("kafka")
                raise ComponentFailed("kafka", "did not start", str(log), tail_of(log))
            clock.sleep(0.1)
        kafka.settle(stack)
    finally:
        processes.end(process, token=stack.token, number=signal.SIGTERM, grace_s=WRITING_S)


if __name__ == "__main__":
    print("start-up cache", "made" if train() else "is there already")
    sys.exit(0)
