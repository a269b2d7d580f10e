"""Who may log in to the broker: the users of the declaration, and who is above all rights."""

from functools import cache
from typing import Final

from ops.stack.places import STREAMING
from orchestration.adapters.streaming_files import read_declaration

ADMIN: Final = "admin"  # a super user: makes topics, grants rights, rotates credentials
BROKER: Final = "broker"  # the brokers among themselves
ORCHESTRATION: Final = "orchestration"  # Dagster's code location and its runs
PRESENCE: Final = "presence"  # the browsers' service
OPERATOR: Final = "operator"  # a person at the command line
EXPORTER: Final = "exporter"  # the metrics of the platform
KAFKA_UI: Final = "kafka-ui"  # the browser of topics


@cache
def principals() -> tuple[str, ...]:
    """Every name that can log in. Raises DeclarationUnreadable, DeclarationRefused."""
    declaration = read_declaration(STREAMING)
    return tuple(sorted({*declaration.users, *declaration.superusers}))
