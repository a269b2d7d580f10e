"""Quiet rooms: how soon one event is seen, and what a frame of its own costs."""

from ops.bench.presence import peers
from ops.bench.presence.bench import Bench, measured_run, warmed
from ops.bench.presence.sheet import Column, Goal, Sheet
from ops.bench.servers import Server

PEOPLE = 500
RATE, SECONDS = 4.0, 8.0
CROWD = 1_000
SINGLES, SINGLES_S, REST_S = 15.0, 4.0, 1.5


def quiet(bench: Bench) -> list[Sheet]:
    """Four events a second: each is told at once, and what counts is when the last one has it."""
    sheet = Sheet(
        f"quiet room: {PEOPLE} people, {RATE:g} events/s",
        (
            Column("p50_ms", "p50 ms", 2, ratio=True),
            Column("p99_ms", "p99 ms", 2, ratio=True),
            Column("cpu_us", "us CPU/delivery", 2, ratio=True),
        ),
        (
            Goal("p50_ms", 1.05, peers.CENTRIFUGE, by_median=True),
            Goal("p99_ms", 1.2, peers.CENTRIFUGE, by_median=True),
            Goal("p50_ms", 0.5, peers.NODE, by_median=True),
            Goal("p99_ms", 0.5, peers.NODE, by_median=True),
        ),
    )

    def measure(server: Server) -> None:
        with bench.crowd(server, PEOPLE) as (running, load):
            warmed(load, 40, senders=20, receivers=PEOPLE)
            load.settle(0.3)
            seen, cpu = measured_run(running, load, RATE, SECONDS, senders=20, receivers=PEOPLE)
            sheet.add(
                server.name,
                p50_ms=seen.p50_us / 1e3,
                p99_ms=seen.p99_us / 1e3,
                cpu_us=cpu / max(1, seen.events) * 1e6,
            )
            sheet.fault(server.name, **seen.faults)

    return [bench.rounds_of(sheet, bench.servers(peers.CENTRIFUGE, peers.NODE), measure)]


def single(bench: Bench) -> list[Sheet]:
    """Events that come too seldom to be gathered: a frame each, to everybody."""
    sheet = Sheet(
        f"one frame per event: {CROWD} people, {SINGLES:g} events/s",
        (
            Column("frame_us", "us CPU/frame", 2, ratio=True),
            Column("net_us", "less that of idling", 2, ratio=True),
            Column("idle_core", "core while idle", 4),
        ),
        (Goal("frame_us", 1.6, peers.FLOOR), Goal("frame_us", 0.75, peers.NODE)),
    )

    def measure(server: Server) -> None:
        with bench.crowd(server, CROWD) as (running, load):
            warmed(load, SINGLES, senders=10, receivers=CROWD)
            before = running.cpu_s
            load.settle(REST_S)
            idle = (running.cpu_s - before) / REST_S
            seen, cpu = measured_run(running, load, SINGLES, SINGLES_S, senders=10, receivers=CROWD)
            frames = max(1, seen.frames)
            sheet.add(
                server.name,
                frame_us=cpu / frames * 1e6,
                net_us=(cpu - idle * seen.seconds) / frames * 1e6,
                idle_core=idle,
            )
            sheet.fault(server.name, **seen.faults)

    return [bench.rounds_of(sheet, bench.servers(peers.FLOOR, peers.NODE), measure)]
