"""Two instances of the service with one room: who is on the other one sees it as soon."""

from ops.bench.presence.bench import Bench
from ops.bench.presence.load_client import LoadClient
from ops.bench.presence.service import OURS, tick_ms
from ops.bench.presence.sheet import Column, Goal, Sheet
from ops.bench.servers import Server, serving

PEOPLE = 250  # on each
RATE, SECONDS = 800.0, 4.0
_SETTLE_S = 2.0
_ALLOWED_MS = 15


def instances(bench: Bench) -> list[Sheet]:
    """Senders on one, receivers on both: 200,000 deliveries/s on each."""
    limit = tick_ms(PEOPLE) + _ALLOWED_MS
    sheet = Sheet(
        f"two instances, {PEOPLE} people on each, {RATE:g} events/s, gathered {tick_ms(PEOPLE)} ms",
        (
            Column("p99_ms", "p99 ms, same"),
            Column("there_p50_ms", "p50 ms, other"),
            Column("there_p99_ms", "p99 ms, other"),
            Column("core", "core, senders'"),
            Column("there_core", "core, other"),
        ),
        (Goal("there_p99_ms", limit),),
    )
    return [bench.rounds_of(sheet, bench.servers(), lambda server: _round(bench, sheet, server))]


def _round(bench: Bench, sheet: Sheet, server: Server) -> None:
    second = bench.service.server(f"{OURS}, second", alone=False)
    with (
        serving(server) as here,
        serving(second) as there,
        LoadClient(server.dialect, 2 * PEOPLE) as load,
    ):
        bench.open(load, here, PEOPLE)
        bench.open(load, there, PEOPLE, first=PEOPLE)
        load.settle(_SETTLE_S)
        load.run(RATE, 1.0, senders=PEOPLE, receivers=2 * PEOPLE)
        before = here.cpu_s, there.cpu_s
        seen = load.run(RATE, SECONDS, senders=PEOPLE, receivers=2 * PEOPLE)
        sheet.add(
            server.name,
            p99_ms=seen.p99_us / 1e3,
            there_p50_ms=seen.there_p50_us / 1e3,
            there_p99_ms=seen.there_p99_us / 1e3,
            core=(here.cpu_s - before[0]) / seen.seconds,
            there_core=(there.cpu_s - before[1]) / seen.seconds,
        )
        sheet.fault(server.name, **seen.faults)
