"""Order among components: who needs whom, and work that runs as soon as its needs are met."""

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait

from ops.stack.errors import ComponentFailed, ComponentUnknown

Needs = Mapping[str, Collection[str]]


def closure(needs: Needs, wanted: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The wanted names and all they need, each after its needs, with its needs.

    Raises ComponentUnknown for a name that is not in `needs`, and for a circle.
    """
    ordered: dict[str, tuple[str, ...]] = {}

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            raise ComponentUnknown(" -> ".join([*path, name]), "is a circle of needs")
        if name not in needs:
            raise ComponentUnknown(name, "is not a component")
        for need in needs[name]:
            visit(need, (*path, name))
        ordered.setdefault(name, tuple(needs[name]))

    for name in wanted:
        visit(name, ())
    return ordered


def reverse(needs: Needs) -> dict[str, tuple[str, ...]]:
    """The graph for stopping: everything waits for those who need it."""
    return {
        name: tuple(other for other, theirs in needs.items() if name in theirs)
        for name in reversed(list(needs))
    }


def run_in_order(
    needs: Needs, work: Callable[[str], None], *, cancel: Callable[[], None] = lambda: None
) -> dict[str, Exception]:
    """Call `work(name)` for every name in a thread of its own, after all it needs.

    A name whose need failed is not tried; it fails with that need's name. Returns the failures in
    the order in which they happened. An interrupt calls `cancel`, which should make running work
    end soon, waits for it and goes on as the interrupt.
    """
    finished = {name: threading.Event() for name in needs}
    failures: dict[str, Exception] = {}

    def one(name: str) -> None:
        try:
            for need in needs[name]:
                finished[need].wait()
            _refuse_without(name, [need for need in needs[name] if need in failures])
            work(name)
        except Exception as fault:  # noqa: BLE001 - whatever it is, the waiters must hear of it
            failures[name] = fault
        finally:
            finished[name].set()

    with ThreadPoolExecutor(max_workers=max(1, len(needs))) as pool:
        running = [pool.submit(one, name) for name in needs]
        try:
            wait(running)
        except BaseException:
            cancel()
            raise
    return failures


def _refuse_without(name: str, failed: Sequence[str]) -> None:
    if failed:
        raise ComponentFailed(name, f"was not started: it needs {failed[0]}, which failed")
