"""Which acts are told, in which order, on which stack."""

import os
from collections.abc import Callable, Iterator
from functools import partial, update_wrapper

from ops.demo.acts.burst import tell_burst
from ops.demo.acts.data import tell_data
from ops.demo.acts.event import tell_event, tell_restored
from ops.demo.acts.faults import tell_dead_letters, tell_outage
from ops.demo.acts.schema import tell_schema, tell_versions
from ops.demo.acts.smoke import tell_smoke
from ops.demo.stage import Stage
from ops.demo.telling import Act, Line, Teller
from ops.stack.running import running_stack
from ops.stack.supervisor import Supervisor

MAIN = "main"
BRISK = {"RAMPART_MIN_REBUILD_INTERVAL_S": "2"}
"""A partition rests for 10 s between two builds, longer than a listener likes to wait."""
START = (tell_data, tell_schema, tell_versions, tell_smoke, tell_event)
SHORT = (*START, tell_restored)
LONG = (*START, tell_burst, tell_dead_letters, tell_restored, tell_outage)


def tell_story(*, keep: bool) -> bool:
    """Tell it; True if every line held.

    With `keep` the short story is told on the stack `main`, which stays up; else all of it on a
    stack of its own that is gone afterwards.
    """
    name = MAIN if keep else f"demo-{os.getpid()}"
    teller = Teller()
    parts: list[str] = []

    def tell_part(component: str, word: str, seconds: float) -> None:
        parts.append(f"{component} {seconds:.1f} s")
        print(f"     b    {component} {word} ({seconds:.1f} s)", flush=True)

    with running_stack(name, detach=keep, settings={} if keep else BRISK, tell=tell_part) as stack:
        stage = Stage.on(stack)
        acts = [_opening(stack), *(_act(act, stage) for act in (SHORT if keep else LONG))]
        held = teller.tell(acts)
        stack.keep = not held
        teller.table(_closing(stack, keep=keep))
    return held


def _act(act: Callable[[Stage], Iterator[Line]], stage: Stage) -> Act:
    return update_wrapper(partial(act, stage), act)


def _opening(stack: Supervisor) -> Act:
    def stack_is_up() -> Iterator[Line]:
        ports = ", ".join(f"{name} {port}" for name, port in sorted(stack.ports.items()))
        yield Line("b", "starts the embedded stack", f"healthy on 127.0.0.1: {ports}")

    return stack_is_up


def _closing(stack: Supervisor, *, keep: bool) -> list[str]:
    if not keep:
        return ["To look closer: `make up` keeps a stack running, with its URLs."]
    return [
        "To look closer:",
        f"  Dagster   {stack.environment['RAMPART_DAGSTER_URL']}/asset-groups",
        f"  metrics   {stack.environment['RAMPART_METRICS_URL']}",
        f"  Cube      {stack.environment['RAMPART_CUBE_URL']}/readyz",
        f"  presence  {stack.environment['RAMPART_PRESENCE_URL']}/health/ready",
        f"  logs      {stack.folder / 'logs'}",
        "  `rampart preagg status`, `rampart preagg refresh orders.by_day`, `make down`",
        "  `rampart presence demo order/1 --tenant EUROPE` (a page), `rampart presence inspect`",
    ]
