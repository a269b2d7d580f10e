"""Shows steps that run side by side: redrawn on a terminal, plain lines anywhere else."""

import contextlib
import sys
import threading
import time
from collections.abc import Iterator
from typing import TextIO

from ops.stack.environment import child_environment

REDRAW_S = 0.2
REMIND_S = 15.0
WIDTH = 76


class Progress:
    """What runs, since when, and what came of it."""

    def __init__(self, out: TextIO = sys.stdout, *, terminal: bool | None = None) -> None:
        self._out = out
        self._terminal = _can_redraw(out) if terminal is None else terminal
        self._running: dict[str, float] = {}
        self._lock = threading.Lock()
        self._over = threading.Event()

    @contextlib.contextmanager
    def shown(self) -> Iterator[None]:
        """While inside, what is running is on display."""
        painter = threading.Thread(target=self._paint, daemon=True)
        painter.start()
        try:
            yield
        finally:
            self._over.set()
            painter.join()

    @contextlib.contextmanager
    def step(self, name: str) -> Iterator[None]:
        """One step: it runs while inside."""
        word = "done"
        began = time.monotonic()
        with self._lock:
            self._running[name] = began
            if not self._terminal:
                self._line(f"{name} ...")
        try:
            yield
        except BaseException:
            word = "FAILED"
            raise
        finally:
            with self._lock:
                del self._running[name]
                self._line(f"{name:<12} {word} ({time.monotonic() - began:.1f} s)")

    def _line(self, text: str) -> None:
        clear = "\r\x1b[2K" if self._terminal else ""
        print(f"{clear}{text}", file=self._out, flush=True)

    def _paint(self) -> None:
        shown = ""
        while not self._over.wait(REDRAW_S if self._terminal else REMIND_S):
            with self._lock:
                now = time.monotonic()
                what = ", ".join(f"{name} {now - at:.0f} s" for name, at in self._running.items())
                if self._terminal and what != shown:
                    print(f"\r\x1b[2K  {what[:WIDTH]}", end="", file=self._out, flush=True)
                elif what and not self._terminal:
                    self._line(f"  still at it: {what}")
                shown = what
        if self._terminal:
            print("\r\x1b[2K", end="", file=self._out, flush=True)


def _can_redraw(out: TextIO) -> bool:
    return out.isatty() and child_environment({}).get("TERM", "dumb") != "dumb"
