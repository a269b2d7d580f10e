"""`make bench`: each figure beside its peer, with ratios."""

import os
import resource
import sys
import time

import psutil

from ops.bench.avro import bench_avro
from ops.bench.bulk import bench_bulk
from ops.bench.consumer import bench_consumer
from ops.bench.generation import bench_generation
from ops.bench.http.entities import bench_entities
from ops.bench.http.reports import bench_reports
from ops.bench.intake import bench_intake
from ops.bench.latency import bench_latency
from ops.bench.middleware import bench_middleware
from ops.bench.outbox import bench_outbox
from ops.bench.streaming_plan import bench_streaming_plan
from ops.demo.stage import Stage
from ops.demo.story import tell_story
from ops.stack.running import running_stack
from ops.stack.shape import LOCAL

STARTS = 3


def bench_start() -> list[str]:
    """How long the whole stack takes, warm, and what its parts' CPU adds up to."""
    walls, cpus = [], []
    for number in range(STARTS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.perf_counter()
        with running_stack(f"bench-{os.getpid()}-{number}"):
            walls.append(time.perf_counter() - began)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpus.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    wall, cpu = (", ".join(f"{one:.1f}" for one in seconds) for seconds in (walls, cpus))
    words = f"stack start, {STARTS} times, fresh data: {wall} s (goal <= 10 s)"
    return [f"{words}; CPU until stopped: {cpu} s"]


def bench_secured_start() -> list[str]:
    """How long the secured stack takes, and what its brokers weigh at rest."""
    lines = []
    for brokers in (1, 3):
        began = time.perf_counter()
        name = f"bench-secured-{os.getpid()}-{brokers}"
        with running_stack(name, profile=LOCAL, brokers=brokers) as stack:
            wall = time.perf_counter() - began
            nodes = [stack.pid(f"kafka_{node}") for node in range(1, brokers + 1)]
            weights = ", ".join(f"{proportional_mib(pid):.0f}" for pid in nodes)
        shape = f"{stack.state.shape}, fresh data"
        lines.append(
            f"stack start, {shape}: {wall:.1f} s (goal <= 30 s); brokers {weights} MiB PSS"
        )
    return lines


def proportional_mib(pid: int) -> float:
    """Memory of a process, with its share of what it shares."""
    memory = psutil.Process(pid).memory_full_info()
    return float(memory.pss) / 2**20


def bench_intakes() -> list[str]:
    """The intake on a stack of its own."""
    parts = ["kafka", "migrations", "cube", "seed"]
    with running_stack(f"bench-{os.getpid()}", components=parts) as stack:
        stage = Stage.on(stack)
        stage.publish()
        return bench_intake(stage.platform)


def main() -> None:
    """Print every bench; the demo's legs come last."""
    for bench in (
        bench_generation,
        bench_avro,
        bench_middleware,
        bench_streaming_plan,
        bench_start,
        bench_secured_start,
        bench_intakes,
        bench_consumer,
        bench_outbox,
        bench_bulk,
        bench_entities,
        bench_reports,
        bench_latency,
    ):
        print("\n".join(bench()), flush=True)
        print()
    sys.exit(0 if tell_story(keep=False) else 1)


if __name__ == "__main__":
    main()
