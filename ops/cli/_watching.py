"""What `modelgen watch` says of each save."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import click

from metamodel.compat.report import as_table
from metamodel.lint.formats import FORMATS
from metamodel.modelgen.generated import GeneratedModel
from orchestration.flows.watch_model import WatchStep
from orchestration.ports.compiler import CompilerUnavailable

_MOST_NAMES = 6


def show_step(step: WatchStep, now: datetime, seconds: float) -> None:
    """Print what became of a save; the findings of a refused one, the changes of a good one."""
    click.echo(f"{now:%H:%M:%S} {_verdict(step)} ({seconds:.2f} s)")
    _indented(FORMATS["text"](step.findings))
    if step.refused is not None:
        _indented(step.refused.explain())
    _indented(as_table(step.changes))
    for path in step.written:
        click.echo(f"  wrote {path}")


def _verdict(step: WatchStep) -> str:
    if isinstance(step.refused, CompilerUnavailable):
        return "not proven: nothing is written"
    if step.model is None:
        return "refused: what was generated before stays"
    if not step.written:
        return f"{step.model.version}: as it is on disk"
    compiled = _names(step.compiled) if step.compiled else "nothing"
    files = f"{len(step.written)} file{'s' * (len(step.written) != 1)} changed"
    return f"{step.model.version}: {files}, compiled {compiled}"


def _names(found: frozenset[str]) -> str:
    names = sorted(found)
    rest = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return f"{len(names)} ({', '.join(names[:_MOST_NAMES])}{rest})"


def _indented(text: str) -> None:
    for line in text.splitlines():
        click.echo(f"  {line}")


@contextmanager
def until_asked() -> Iterator[threading.Event]:
    """An event that SIGINT and SIGTERM set, instead of what they do else."""
    stop = threading.Event()
    before = {
        number: signal.signal(number, lambda *_: stop.set())
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def follow(
    ticks: Iterator[None],
    look: Callable[[], WatchStep | None],
    publish: Callable[[GeneratedModel, str], None] | None,
    now: Callable[[], datetime],
) -> None:
    """Look at once and after each save, until no more come."""
    published = ""
    while True:
        began = time.perf_counter()
        step = look()
        if step is not None:
            show_step(step, now(), time.perf_counter() - began)
            if publish and step.model and step.model.version != published:
                publish(step.model, step.document)
                published = step.model.version
        if next(ticks, "over") == "over":
            return
