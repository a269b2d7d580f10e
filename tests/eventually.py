"""The one way in which these tests wait."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
LOOK_EVERY_S = 0.1
PATIENCE_S = 90.0  # far beyond what anything here takes: a limit, never a measure


def eventually(
    look: Callable[[], T],
    enough: Callable[[T], object],
    words: str,
    *,
    timeout_s: float = PATIENCE_S,
) -> T:
    """Look again and again until it is enough; what was seen then.

    Fails with `words` and what was last seen once `timeout_s` have passed.
    """
    deadline = time.monotonic() + timeout_s
    while not enough(found := look()):
        if time.monotonic() > deadline:
            raise AssertionError(f"{words}: not within {timeout_s:.0f} s; last seen: {found}")
        time.sleep(LOOK_EVERY_S)
    return found
