"""What all cells work with: the service, its peers, how many rounds, who is let in."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from ops.bench.presence.load_client import LoadClient, Opened, Seen
from ops.bench.presence.peers import PEERS
from ops.bench.presence.service import Service
from ops.bench.presence.sheet import Sheet
from ops.bench.servers import Running, Server, refused, serving
from ops.dev.step import StepFailed
from ops.stack.errors import ComponentFailed

AT_ONCE = 128  # handshakes under way
_SETTLE_S = 0.6
_WARM_S = 0.5


@dataclass(slots=True)
class Bench:
    """One run of the bench; `only` names the peers that are wanted, empty: all."""

    service: Service
    rounds: int
    only: frozenset[str] = frozenset()
    missing: dict[str, str] = field(default_factory=dict)

    def servers(self, *peers: str, tick: int = 0) -> list[Server]:
        """Ours, then those of the peers that are wanted and can be had."""
        found = [self.service.server()]
        for name in peers:
            if (self.only and name not in self.only) or name in self.missing:
                continue
            try:
                found.append(PEERS[name](tick))
            except StepFailed as error:
                self.missing[name] = str(error)
        return found

    def rounds_of(
        self, sheet: Sheet, servers: Sequence[Server], measure: Callable[[Server], None]
    ) -> Sheet:
        """Measure each server in each round, ours first, so that all have the same weather."""
        for _ in range(self.rounds):
            for server in servers:
                if server.name in self.missing:
                    continue
                try:
                    measure(server)
                except ComponentFailed as error:
                    if server is servers[0]:
                        raise
                    self.missing[server.name] = str(error)
        for server in servers:
            if server.name in self.missing:
                sheet.notes.append(f"{server.name} not installed: {self.missing[server.name]}")
        return sheet

    def open(
        self,
        load: LoadClient,
        running: Running,
        count: int,
        *,
        first: int = 0,
        per_second: float = 0,
        at_once: int = AT_ONCE,
        rooms: int = 0,
    ) -> Opened:
        """Connections to a server, with tickets if it wants any."""
        ours = running.server.dialect == "rampart"
        tickets = self.service.tickets(range(first, first + count)) if ours else None
        return load.open(
            running.port,
            count,
            first=first,
            per_second=per_second,
            at_once=at_once,
            rooms=rooms,
            tickets=tickets,
        )

    @contextmanager
    def crowd(self, server: Server, count: int) -> Iterator[tuple[Running, LoadClient]]:
        """A server with so many people in one room, once they are quiet."""
        with serving(server) as running, LoadClient(server.dialect, count) as load:
            opened = self.open(load, running, count)
            if opened.failed:
                raise refused(server.name, f"let in {opened.ready} of {count}")
            load.settle(_SETTLE_S)
            yield running, load


def warmed(load: LoadClient, rate: float, *, senders: int, receivers: int) -> None:
    """Everybody has said something, and what compiles while it runs has done so."""
    load.run(rate, max(_WARM_S, senders / rate), senders=senders, receivers=receivers)


def measured_run(
    running: Running, load: LoadClient, rate: float, seconds: float, *, senders: int, receivers: int
) -> tuple[Seen, float]:
    """A run, and what CPU it cost the server."""
    before = running.cpu_s
    seen = load.run(rate, seconds, senders=senders, receivers=receivers)
    return seen, running.cpu_s - before
