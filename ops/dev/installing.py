"""The set-up as a whole: what the system must have, then all steps side by side."""

import contextlib
import fcntl
import time
from collections.abc import Collection, Iterable, Iterator, Sequence

from ops.dev import prerequisites
from ops.dev.progress import Progress
from ops.dev.step import STAMPS, Step, StepFailed
from ops.dev.steps import ALL_STEPS, ON_REQUEST
from ops.stack.graph import run_in_order


def install(asked: Collection[str] = ()) -> int:
    """Bring this checkout up to date, with what is only had when `asked` for; the exit code."""
    unknown = sorted(set(asked) - {step.name for step in ON_REQUEST})
    if unknown:
        print(f"No such part: {', '.join(unknown)}. There is: {_names(ON_REQUEST)}.")
        return 2
    if not prerequisites.ensure():
        return 2
    began = time.monotonic()
    with _alone():
        wanted = [*ALL_STEPS, *(step for step in ON_REQUEST if step.name in asked)]
        code, ran = run_steps([step() for step in wanted], Progress())
    if code == 0:
        what = f"{ran} step{'s' * (ran > 1)}" if ran else "everything was up to date"
        print(f"Set up: {what} ({time.monotonic() - began:.1f} s).")
    return code


def run_steps(steps: Sequence[Step], progress: Progress) -> tuple[int, int]:
    """Run what is not done as soon as what it needs is; the exit code, and how many ran."""
    by_name = {step.name: step for step in steps}
    ran: list[str] = []

    def work(name: str) -> None:
        step = by_name[name]
        if not step.done():
            ran.append(name)
            with progress.step(name):
                step.run()
            step.mark()

    with progress.shown():
        failures = run_in_order({step.name: step.needs for step in steps}, work)
    for name, failure in failures.items():
        if isinstance(failure, StepFailed):
            print(f"\n{name} failed: {failure}")
        elif name in ran:
            raise failure
    return (1 if failures else 0), len(ran)


def _names(steps: Iterable[type[Step]]) -> str:
    return ", ".join(step.name for step in steps)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    STAMPS.mkdir(parents=True, exist_ok=True)
    with (STAMPS / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a second set-up waits and then finds nothing to do
        yield
