"""5,000 clients are cut off and come back at once, each to its place, while others go on."""

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from ops.bench.presence.bench import AT_ONCE, Bench, warmed
from ops.bench.presence.load_client import LoadClient, Seen
from ops.bench.presence.redis_probe import RedisProbe
from ops.bench.presence.service import figures
from ops.bench.presence.sheet import Column, Goal, Sheet
from ops.bench.servers import Running, Server, serving

HERD, LIVE = 5_000, 500
RATE, SENDERS = 400.0, 400
BEFORE_S, DURING_S, HEAD_START_S = 3.0, 5.0, 0.5
PROOF, PROOF_S = 20, 1.0
_SETTLE_S = 1.5
_RENEW_S = 5.0  # how often an instance renews its place on the rolls of its rooms
_ROOMS = 2
_ROLL_COMMANDS = 6  # a renewal and what its script calls
_BEATS = 3  # of the instance, and a look of the clean-up


def herd(bench: Bench) -> list[Sheet]:
    """Back is who was welcomed and has sent SUB; then each is told of 20 events, without a gap."""
    sheet = Sheet(
        f"{HERD} people cut off and back with resume, {LIVE} others live at {RATE:g} events/s",
        (
            Column("back_s", "all back after s", 2),
            Column("cpu_us", "us CPU/resume", 1),
            Column("reads", "Redis calls of resumes", 0),
            Column("p99_before", "live p99 ms before"),
            Column("p99_ms", "during"),
            Column("p99_ratio", "during / before", 2),
        ),
        (Goal("back_s", 5), Goal("reads", 0), Goal("p99_ratio", 2)),
    )
    return [bench.rounds_of(sheet, bench.servers(), lambda server: _round(bench, sheet, server))]


def _round(bench: Bench, sheet: Sheet, server: Server) -> None:
    with (
        serving(server) as running,
        LoadClient(server.dialect, LIVE) as live,
        LoadClient(server.dialect, HERD) as away,
        ThreadPoolExecutor(1) as beside,
    ):
        bench.open(live, running, LIVE)
        bench.open(away, running, HERD, rooms=1)
        live.settle(_SETTLE_S)
        warmed(live, RATE, senders=SENDERS, receivers=LIVE)
        warmed(away, PROOF, senders=PROOF, receivers=HERD)
        before = live.run(RATE, BEFORE_S, senders=SENDERS, receivers=LIVE)
        during = beside.submit(live.run, RATE, DURING_S, senders=SENDERS, receivers=LIVE)
        time.sleep(HEAD_START_S)
        back = _cut_off_and_back(bench, running, away)
        seen = during.result()
        proof = away.run(PROOF, PROOF_S, senders=PROOF, receivers=HERD)
        sheet.add(
            server.name,
            **back,
            p99_before=before.p99_us / 1e3,
            p99_ms=seen.p99_us / 1e3,
            p99_ratio=seen.p99_us / max(1, before.p99_us),
        )
        _check(sheet, running, seen, proof)


def _cut_off_and_back(bench: Bench, running: Running, away: LoadClient) -> Mapping[str, float]:
    names = away.names(bench.service.folder / "names", HERD)
    tickets = bench.service.tickets(range(HERD), names)
    with RedisProbe(bench.service.redis_url) as redis:
        called, cpu, began = redis.calls(), running.cpu_s, time.monotonic()
        away.kill(HERD)
        away.open(running.port, HERD, at_once=AT_ONCE, rooms=1, resume=True, tickets=tickets)
        seconds, cpu = time.monotonic() - began, running.cpu_s - cpu
        now = redis.calls()
    more = sum(now.values()) - sum(called.values())
    upkeep = _ROOMS * _ROLL_COMMANDS * (1 + int(seconds / _RENEW_S)) + _BEATS
    return {"back_s": seconds, "cpu_us": cpu / HERD * 1e6, "reads": max(0, more - upkeep)}


def _check(sheet: Sheet, running: Running, seen: Seen, proof: Seen) -> None:
    resumed = int(figures(running)["rampart_presence_resumed_total"])
    sheet.fault(running.server.name, **seen.faults)
    sheet.fault(
        running.server.name,
        **{f"after_resume_{name}": count for name, count in proof.faults.items()},
        not_resumed=HERD - resumed,
    )
