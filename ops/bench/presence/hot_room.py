"""Busy rooms: what an event costs to each person who sees it."""

from collections.abc import Sequence

from ops.bench.presence import peers
from ops.bench.presence.bench import Bench, measured_run, warmed
from ops.bench.presence.load_client import Seen
from ops.bench.presence.service import tick_ms
from ops.bench.presence.sheet import Column, Goal, Sheet
from ops.bench.servers import Server

PEOPLE = 500
SECONDS = 3.0
_COLUMNS = (
    Column("cpu_us", "us CPU/delivery", 3, ratio=True),
    Column("core", "core", 3),
    Column("p50_ms", "p50 ms"),
    Column("p99_ms", "p99 ms"),
    Column("delivered", "delivered %", 2),
)
_GOALS = (
    Goal("cpu_us", 0.1, peers.SOCKETIO),
    Goal("cpu_us", 0.1, peers.NODE),
    Goal("cpu_us", 0.45, peers.CENTRIFUGE_TUNED),
    Goal("cpu_us", 0.85, peers.NODE_TICK),
    Goal("cpu_us", 0.9, peers.GO_TICK, by_median=True),
)
_RIVALS = (
    peers.SOCKETIO,
    peers.NODE,
    peers.NODE_TICK,
    peers.UWS,
    peers.GO_TICK,
    peers.CENTRIFUGE_TUNED,
    peers.CENTRIFUGE,
)


def hot(bench: Bench) -> list[Sheet]:
    """500 people, 400 of them say something once a second; the same delay on all sides."""
    tick = tick_ms(PEOPLE)
    title = f"hot room: {PEOPLE} people, 400 events/s from 400 senders, gathered {tick} ms"
    sheet = Sheet(title, _COLUMNS, _GOALS)

    def measure(server: Server) -> None:
        with bench.crowd(server, PEOPLE) as (running, load):
            warmed(load, 400, senders=400, receivers=PEOPLE)
            _note(
                sheet,
                server,
                *measured_run(running, load, 400, SECONDS, senders=400, receivers=PEOPLE),
            )

    return [bench.rounds_of(sheet, bench.servers(*_RIVALS, tick=tick), measure)]


def millions(bench: Bench) -> list[Sheet]:
    """One and two million deliveries a second."""
    tuned = peers.CENTRIFUGE_TUNED
    one = Sheet(
        "1 M deliveries/s: 500 people, 2,000 events/s", _COLUMNS, (Goal("cpu_us", 0.4, tuned),)
    )
    two = Sheet("2 M deliveries/s: 500 people, 4,000 events/s", _COLUMNS, _goals_of_two(tuned))
    servers = bench.servers(tuned, peers.GO_TICK, peers.NODE_TICK, tick=tick_ms(PEOPLE))

    def measure(server: Server) -> None:
        with bench.crowd(server, PEOPLE) as (running, load):
            warmed(load, 2000, senders=PEOPLE, receivers=PEOPLE)
            for sheet, rate in ((one, 2000), (two, 4000)):
                found = measured_run(running, load, rate, SECONDS, senders=PEOPLE, receivers=PEOPLE)
                _note(sheet, server, *found)

    bench.rounds_of(one, servers, measure)
    return [one, two]


def _goals_of_two(tuned: str) -> Sequence[Goal]:
    return (
        Goal("cpu_us", 0.3, tuned),
        Goal("core", 0.3),
        Goal("p99_ms", 60),
        Goal("delivered", 100, at_least=True),
    )


def _note(sheet: Sheet, server: Server, seen: Seen, cpu: float) -> None:
    """One run of one server; what a tick has merged or lost shows as not delivered."""
    due = seen.sent * seen.receivers
    sheet.add(
        server.name,
        cpu_us=cpu / max(1, seen.events) * 1e6,
        core=cpu / seen.seconds,
        p50_ms=seen.p50_us / 1e3,
        p99_ms=seen.p99_us / 1e3,
        delivered=100 * seen.events / due,
    )
    sheet.fault(server.name, **seen.faults)
