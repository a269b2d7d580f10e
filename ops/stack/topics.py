"""The topics a stack starts with."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic by name, and how many partitions it has."""

    name: str
    partitions: int = 1


def stack_topics() -> tuple[Topic, ...]:
    """Every topic that the platform reads or writes."""
    return (
        Topic("core.reporting.preagg.refresh.v1", partitions=4),
        Topic("core.reporting.preagg.refresh.v1.dlq"),
        Topic("core.reporting.preagg.status.v1"),
        Topic("core.metamodel.published.v1"),
    )
