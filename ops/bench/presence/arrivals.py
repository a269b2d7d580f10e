"""Coming in: what a connection costs until it is in its room, and while it stays there."""

import resource

from ops.bench.gauges import MIB
from ops.bench.presence import peers
from ops.bench.presence.bench import AT_ONCE, Bench
from ops.bench.presence.load_client import LoadClient
from ops.bench.presence.sheet import Column, Goal, Sheet
from ops.bench.servers import Server, serving

PEOPLE = 5_000
MANY = 20_000
_SETTLE_S = 1.5  # the count of a large room is told a second later
_OTHER_FILES = 100


def accept(bench: Bench) -> list[Sheet]:
    """5,000 people come at once, or 1,000 a second; ours with ticket, snapshot and who has come."""
    burst = Sheet(
        f"accept: {PEOPLE} in a burst, {AT_ONCE} under way, into one room",
        (
            Column("cpu_us", "us CPU/connection", 1, ratio=True),
            Column("per_second", "accepted/s", 0),
            Column("kib", "KiB PSS/connection", 2, ratio=True),
        ),
        (
            Goal("cpu_us", 120),
            Goal("cpu_us", 1.0, peers.CENTRIFUGE),
            Goal("kib", 4.0),
            Goal("kib", 1.0, peers.GO),
        ),
    )
    burst.notes.append("Go and Node only upgrade: no ticket, no room, no state")
    servers = bench.servers(peers.CENTRIFUGE, peers.GO, peers.NODE)
    bench.rounds_of(burst, servers, lambda server: _arrive(bench, burst, server, 0))
    paced = Sheet(
        f"accept, {PEOPLE} at 1,000/s, into one room",
        (Column("cpu_us", "us CPU/connection", 1, ratio=True),),
        (Goal("cpu_us", 200),),
    )
    servers = bench.servers(peers.CENTRIFUGE)
    bench.rounds_of(paced, servers, lambda server: _arrive(bench, paced, server, 1000))
    return [burst, paced]


def many(bench: Bench) -> list[Sheet]:
    """As many on one process as the limit of open files lets in, up to 20,000."""
    wanted = min(MANY, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - _OTHER_FILES)
    sheet = Sheet(
        f"{wanted} people on one process, in one room, idle",
        (
            Column("mib", "MiB PSS"),
            Column("base_mib", "MiB when empty"),
            Column("kib", "KiB PSS/connection", 2),
            Column("idle_core", "core while idle", 3),
        ),
        (Goal("mib", 150),),
    )
    if wanted < MANY:
        sheet.notes.append(f"the limit of open files lets in {wanted}, not {MANY}")
    server = bench.service.server()
    with serving(server) as running, LoadClient(server.dialect, wanted) as load:
        base = running.memory
        opened = bench.open(load, running, wanted)
        load.settle(_SETTLE_S)
        full, cpu = running.memory, running.cpu_s
        load.settle(_SETTLE_S)
        sheet.add(
            server.name,
            mib=full / MIB,
            base_mib=base / MIB,
            kib=(full - base) / 1024 / wanted,
            idle_core=(running.cpu_s - cpu) / _SETTLE_S,
        )
        sheet.fault(server.name, refused=opened.failed)
    return [sheet]


def _arrive(bench: Bench, sheet: Sheet, server: Server, per_second: float) -> None:
    with serving(server) as running, LoadClient(server.dialect, PEOPLE) as load:
        load.settle(_SETTLE_S)  # it comes to rest after its start
        base, cpu = running.memory, running.cpu_s
        opened = bench.open(load, running, PEOPLE, per_second=per_second)
        load.settle(_SETTLE_S)
        sheet.add(
            server.name,
            cpu_us=(running.cpu_s - cpu) / PEOPLE * 1e6,
            per_second=opened.ready / opened.seconds,
            kib=(running.memory - base) / 1024 / PEOPLE,
        )
        sheet.fault(server.name, refused=opened.failed, gaps=load.count()["gaps"])
