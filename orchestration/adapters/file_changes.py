"""Saves of files, as the operating system tells of them."""

import threading
from collections.abc import Collection, Iterator
from pathlib import Path

from watchfiles import watch

DEBOUNCE_MS, STEP_MS, WAKE_MS = 120, 20, 500


def saves(
    files: Collection[Path], folders: Collection[Path], stop: threading.Event
) -> Iterator[None]:
    """One item for each burst of saves of these files, or of anything in these folders.

    Files are watched by their folders: editors replace a file instead of writing into it. The first
    item comes as soon as nothing can be missed any more. Ends once `stop` is set.
    """
    begun = False
    wanted, within = {file.resolve() for file in files}, {item.resolve() for item in folders}
    watched = {file.parent for file in wanted} | {item for item in within if item.is_dir()}
    for changes in watch(
        *sorted(watched),
        watch_filter=lambda _, path: Path(path) in wanted or Path(path).parent in within,
        debounce=DEBOUNCE_MS,
        step=STEP_MS,
        stop_event=stop,
        rust_timeout=WAKE_MS,
        recursive=False,
        yield_on_timeout=True,
        raise_interrupt=False,
    ):
        if changes or not begun:
            begun = True
            yield
