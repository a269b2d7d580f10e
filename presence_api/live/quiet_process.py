"""The garbage collector of a process that serves many connections for a long time."""

import gc
from typing import Final

THRESHOLDS: Final = (100_000, 50, 1000)
"""New objects until the youngest are looked at, and so on: most of ours go by counting alone."""


def quiet_process() -> None:
    """What is there now stays, and is not looked at again; the rest is, but not often.

    For a whole process, once, before it serves.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
