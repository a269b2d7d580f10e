"""A verb that is answered: read, checked, done, and told to the one who said it."""

from ops.bench.presence import peers
from ops.bench.presence.bench import Bench
from ops.bench.presence.sheet import Column, Goal, Sheet
from ops.bench.servers import Server

CONNECTIONS = 32
SECONDS = 2.0


def echo(bench: Bench) -> list[Sheet]:
    """LOCK of what has no lock, so that the answer comes without Redis, in a closed loop."""
    sheet = Sheet(
        f"verb and answer: {CONNECTIONS} connections, one verb of each under way",
        (
            Column("cpu_us", "us CPU/verb", 2, ratio=True),
            Column("per_second", "answers/s", 0),
            Column("p99_ms", "p99 ms", 2),
        ),
        (Goal("cpu_us", 0.9, peers.NODE), Goal("cpu_us", 1.0, peers.GO)),
    )

    def measure(server: Server) -> None:
        with bench.crowd(server, CONNECTIONS) as (running, load):
            load.echo(0.3, CONNECTIONS)
            before = running.cpu_s
            seen = load.echo(SECONDS, CONNECTIONS)
            cpu = running.cpu_s - before
            sheet.add(
                server.name,
                cpu_us=cpu / max(1, seen.answers) * 1e6,
                per_second=seen.answers / seen.seconds,
                p99_ms=seen.p99_us / 1e3,
            )
            sheet.fault(server.name, **seen.faults, unanswered=int(seen.answers == 0))

    return [bench.rounds_of(sheet, bench.servers(peers.NODE, peers.GO), measure)]
