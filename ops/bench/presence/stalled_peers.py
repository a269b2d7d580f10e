"""One in ten does not read: the others must not notice, and it must go."""

import time
from concurrent.futures import ThreadPoolExecutor

from ops.bench.gauges import MIB
from ops.bench.presence.bench import Bench, warmed
from ops.bench.presence.load_client import LoadClient
from ops.bench.presence.service import figures
from ops.bench.presence.sheet import Column, Goal, Sheet
from ops.bench.servers import Running, Server, serving

LIVE, STALLED = 450, 50
RATE, SENDERS = 2_000.0, 400
BEFORE_S, DURING_S = 4.0, 10.0
_BUFFER_BYTES = 4_096  # else the kernel would take what the stalled ones do not read
_LOOK_EVERY_S = 0.2
_SETTLE_S = 1.2


def stalled(bench: Bench) -> list[Sheet]:
    """The same run without and with them; evicted is counted from when the first falls behind."""
    sheet = Sheet(
        f"{STALLED} of {LIVE + STALLED} people do not read, {RATE:,.0f} events/s",
        (
            Column("delivered", "delivered to rest %", 3),
            Column("p99_before", "p99 ms without"),
            Column("p99_ms", "p99 ms with"),
            Column("p99_ratio", "with / without", 3),
            Column("evicted_s", "evicted after s"),
            Column("grown_mib", "MiB grown"),
        ),
        (
            Goal("delivered", 100, at_least=True),
            Goal("p99_ratio", 1.3),
            Goal("evicted_s", 6),
        ),
    )
    return [bench.rounds_of(sheet, bench.servers(), lambda server: _round(bench, sheet, server))]


def _round(bench: Bench, sheet: Sheet, server: Server) -> None:
    with (
        serving(server) as running,
        LoadClient(server.dialect, LIVE + STALLED) as load,
        ThreadPoolExecutor(1) as beside,
    ):
        bench.open(load, running, LIVE)
        load.settle(_SETTLE_S)
        warmed(load, RATE, senders=SENDERS, receivers=LIVE)
        before = load.run(RATE, BEFORE_S, senders=SENDERS, receivers=LIVE)
        load.receive_buffer(_BUFFER_BYTES)
        bench.open(load, running, STALLED, first=LIVE)
        load.settle(_SETTLE_S)
        load.stall(LIVE, STALLED)
        memory = running.memory
        evicted = beside.submit(_evicted_s, running, DURING_S)
        seen = load.run(RATE, DURING_S, senders=SENDERS, receivers=LIVE)
        gone_s = evicted.result(DURING_S)
        sheet.add(
            server.name,
            delivered=100 * seen.events / (seen.sent * seen.receivers),
            p99_before=before.p99_us / 1e3,
            p99_ms=seen.p99_us / 1e3,
            p99_ratio=seen.p99_us / max(1, before.p99_us),
            evicted_s=gone_s,
            grown_mib=(running.memory - memory) / MIB,
        )
        sheet.fault(server.name, **seen.faults)
        if gone_s > DURING_S:
            sheet.notes.append(
                f"{server.name}: not all that stalled were evicted in {DURING_S:g} s"
            )


def _evicted_s(running: Running, patience_s: float) -> float:
    """From when the first is behind until all of them are closed; infinite if they are not."""
    began = time.monotonic()
    behind = None
    while time.monotonic() - began < patience_s:
        found, now = figures(running), time.monotonic()
        if behind is None and found["rampart_presence_behind_connections"]:
            behind = now
        if behind and found['rampart_presence_closed_total{code="4008"}'] >= STALLED:
            return now - behind
        time.sleep(_LOOK_EVERY_S)
    return float("inf")
