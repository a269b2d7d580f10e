"""How a platform error ends a step: with its code, its words and its cure in the run's page."""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from metamodel.kernel.errors import RampartError


@contextmanager
def explained() -> Iterator[None]:
    """A platform error becomes Dagster's own failure. Raises dagster.Failure."""
    try:
        yield
    except RampartError as error:
        raise dg.Failure(
            description=error.explain(),
            metadata={"code": error.code, "retryable": error.retryable},
        ) from error
