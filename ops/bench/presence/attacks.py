"""A flood of connections, and requests that never end: those who are there must not notice."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from ops.bench.presence import attackers
from ops.bench.presence.attackers import FLOOD_A_SECOND, KINDS, SLOW
from ops.bench.presence.bench import Bench, warmed
from ops.bench.presence.load_client import LoadClient
from ops.bench.presence.sheet import Column, Goal, Sheet
from ops.bench.servers import Running, Server, serving
from ops.stack.environment import child_environment
from ops.stack.places import REPOSITORY

LIVE, RATE, SENDERS = 500, 400.0, 400
BEFORE_S, DURING_S, HEAD_START_S = 4.0, 12.0, 1.0
_SETTLE_S = 1.2
_PATIENCE_S = 30.0
_TITLES = {
    "flood": f"{FLOOD_A_SECOND:g} handshakes a second with a forged ticket",
    "slowloris": f"{SLOW:,} requests that never end, a line a second each",
}


def attacks(bench: Bench) -> list[Sheet]:
    """The same run before and during; attackers, load and server share the cores there are."""
    return [_attack(bench, kind) for kind in KINDS]


def _attack(bench: Bench, kind: str) -> Sheet:
    sheet = Sheet(
        f"{_TITLES[kind]}, beside {LIVE} people and {RATE:g} events/s",
        (
            Column("p99_before", "live p99 ms before"),
            Column("p99_ms", "during"),
            Column("p99_ratio", "during / before", 2),
            Column("opened", "opened", 0),
            Column("ended", "shown out", 0),
            Column("core", "core", 3),
        ),
        (Goal("p99_ratio", 2),),
    )
    return bench.rounds_of(
        sheet, bench.servers(), lambda server: _round(bench, sheet, server, kind)
    )


def _round(bench: Bench, sheet: Sheet, server: Server, kind: str) -> None:
    with serving(server) as running, LoadClient(server.dialect, LIVE) as live:
        bench.open(live, running, LIVE)
        live.settle(_SETTLE_S)
        warmed(live, RATE, senders=SENDERS, receivers=LIVE)
        before = live.run(RATE, BEFORE_S, senders=SENDERS, receivers=LIVE)
        with _attackers(kind, running) as process:
            time.sleep(HEAD_START_S)
            cpu = running.cpu_s
            seen = live.run(RATE, DURING_S, senders=SENDERS, receivers=LIVE)
            cpu = running.cpu_s - cpu
            harm = json.loads(process.communicate(timeout=_PATIENCE_S)[0])
        sheet.add(
            server.name,
            p99_before=before.p99_us / 1e3,
            p99_ms=seen.p99_us / 1e3,
            p99_ratio=seen.p99_us / max(1, before.p99_us),
            core=cpu / seen.seconds,
            **harm,
        )
        sheet.fault(server.name, **seen.faults, no_attack=int(harm["opened"] == 0))


@contextmanager
def _attackers(kind: str, running: Running) -> Iterator["subprocess.Popen[str]"]:
    lasts_s = HEAD_START_S + DURING_S
    process = subprocess.Popen(
        [sys.executable, "-m", attackers.__name__, kind, str(running.port), str(lasts_s)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
        env=child_environment({}),
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait(_PATIENCE_S)
