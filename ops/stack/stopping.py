"""Ends a stack from what its state file says; needs nothing else, so a watchdog can do it too."""

from pathlib import Path

from ops.stack import graph, processes
from ops.stack.state import Part, State, save


def stop_part(state: State, name: str, *, grace_s: float | None = None) -> Part:
    """End one component's process and all of its session; what it is afterwards."""
    part = state.parts[name]
    if part.process is not None:
        grace = part.grace_s if grace_s is None else min(grace_s, part.grace_s)
        processes.end(part.process, token=state.token, number=part.stop_signal, grace_s=grace)
    phase = part.phase if part.phase in {"done", "failed"} else "stopped"
    return Part(phase, None, part.needs, part.stop_signal, part.grace_s)


def stop_everything(folder: Path, state: State, *, grace_s: float | None = None) -> State:
    """End every component, those that others need last, then whatever still carries the token."""
    needs = graph.reverse({name: part.needs for name, part in state.parts.items()})
    stopped: dict[str, Part] = {}

    def stop(name: str) -> None:
        stopped[name] = stop_part(state, name, grace_s=grace_s)

    failures = graph.run_in_order(needs, stop)
    for straggler in processes.leftovers(state.token):
        processes.end(straggler, token=state.token, grace_s=1)
    for name in state.parts:
        state = state.with_part(name, stopped.get(name, state.parts[name]))
    save(folder, state)
    for failure in failures.values():
        raise failure
    return state
