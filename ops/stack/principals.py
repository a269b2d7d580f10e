"""Who may log in to the broker, and in which roles of the topics' owners each of them acts."""

from collections.abc import Mapping
from typing import Final

ADMIN: Final = "admin"  # a super user: makes topics, grants rights, rotates credentials
BROKER: Final = "broker"  # the brokers among themselves
ORCHESTRATION: Final = "orchestration"  # Dagster's code location and its runs
PRESENCE: Final = "presence"  # the browsers' service
OPERATOR: Final = "operator"  # a person at the command line
EXPORTER: Final = "exporter"  # the metrics of the platform: looks, and reads nothing

# An owner that a topic's file names -> the programs that act as it.
ROLES: Final[Mapping[str, tuple[str, ...]]] = {
    "bff": (PRESENCE,),
    "build_flow": (ORCHESTRATION, OPERATOR),  # `preagg refresh --direct` builds by hand
    "operator": (OPERATOR,),
    "outbox_relay": (PRESENCE,),
    "preagg_sensor": (ORCHESTRATION, OPERATOR),  # the command line looks where the sensor stands
    "presence": (PRESENCE,),
    "publish_flow": (ORCHESTRATION, OPERATOR),
    "schedule": (ORCHESTRATION,),
}


def principals() -> tuple[str, ...]:
    """Every name that can log in. Who owns the streaming plan may replace this function."""
    return (ADMIN, BROKER, EXPORTER, OPERATOR, ORCHESTRATION, PRESENCE)


def acting_as(owners: tuple[str, ...]) -> tuple[str, ...]:
    """The principals behind owners that a topic names; an owner nobody acts as has none."""
    return tuple(sorted({name for owner in owners for name in ROLES.get(owner, ())}))
