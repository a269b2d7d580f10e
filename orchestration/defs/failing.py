"""How a platform error ends a step: with its code, its words and its cure in the run's page."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import dagster as dg

from metamodel.kernel.errors import RampartError
from metamodel.model.finding import Finding
from orchestration.defs.tables import findings_table


@contextmanager
def explained() -> Iterator[None]:
    """A platform error becomes Dagster's own failure. Raises dagster.Failure."""
    try:
        yield
    except RampartError as error:
        raise failure(error) from error


def failure(error: RampartError) -> dg.Failure:
    """The error in Dagster's words; what it found in a document is a table."""
    findings: Sequence[Finding] = getattr(error, "findings", ())
    metadata: dict[str, str | bool | dg.MetadataValue] = {
        "code": error.code,
        "retryable": error.retryable,
    }
    if findings:
        metadata["findings_table"] = findings_table(findings)
    return dg.Failure(description=error.explain(), metadata=metadata)
