"""Work that makes many objects and no garbage, without the collector looking through them all."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet_gc() -> Iterator[None]:
    """No cyclic collection inside; it costs five times the work itself on large documents.

    What was made counts as old afterwards: else the next allocation would look through all of it.
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            if not gc.get_freeze_count():  # what somebody else froze stays so
                gc.freeze()
                gc.unfreeze()  # both only join lists, and this one joins the oldest
            gc.enable()
