"""A Kafka cluster to be looked at and changed: topics, grants, credentials, quotas."""

from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

from metamodel.kernel.errors import RampartError
from metamodel.streaming.cluster import Configs, Credential, Grant, Quotas, TopicState


class ClusterUnavailable(RampartError):
    """The cluster was not reached, or did not answer in time; what was asked may have happened."""

    code = "STRM-001"
    retryable = True
    hint = "Look at the brokers; asking again is safe."


class CouldNotLook(RampartError):
    """Our principal may not see what was asked for; an empty answer would be no news."""

    code = "STRM-002"
    hint = "Ask as a principal that may describe topics, settings, groups and the cluster."
    exit_code = 3


class ChangeRefused(RampartError):
    """The cluster refused a change; the last argument is its reason."""

    code = "STRM-003"
    hint = "Read the reason: a right that is missing, or a value that the brokers do not take."


class NoAuthorizer(RampartError):
    """The cluster asks nobody who they are, so that grants mean nothing on it."""

    code = "STRM-004"
    hint = "Say `access: false` of this environment, or give the brokers an authorizer."
    exit_code = 3


class StreamingAdmin(Protocol):
    """Looks say CouldNotLook rather than too little; changes may be repeated, and end the same.

    Raises ClusterUnavailable; changes raise ChangeRefused. Topics whose name begins with `__` are
    the cluster's own and are passed over.
    """

    def topics(self, expected: Collection[str]) -> Mapping[str, TopicState]:
        """Every topic, without its settings.

        An expected one that is not among them is really not there, else CouldNotLook.
        """
        ...

    def configs(self, topics: Collection[str]) -> Mapping[str, tuple[Configs, frozenset[str]]]:
        """The settings in force by topic, and the names of those set on the topic itself."""
        ...

    def grants(self) -> frozenset[Grant]:
        """Every ACL. Raises NoAuthorizer."""
        ...

    def credentials(self) -> frozenset[Credential]:
        """Every SCRAM credential, without what is secret about it."""
        ...

    def quotas(self) -> Mapping[str, Quotas]:
        """Limits by user; limits of client ids and of defaults are left out."""
        ...

    def topics_with_records(self, topics: Collection[str]) -> frozenset[str]:
        """Which of these topics hold a record."""
        ...

    def unread_before(self, topic: str, timestamp_ms: int) -> Mapping[str, int]:
        """By consumer group: records older than a moment that its position lies before."""
        ...

    def create_topics(self, topics: Iterable[TopicState]) -> None:
        """Create topics; one that is there already is left as it is."""
        ...

    def add_partitions(self, counts: Mapping[str, int]) -> None:
        """Raise topics to a number of partitions."""
        ...

    def set_configs(self, values: Mapping[str, Configs]) -> None:
        """Set settings by topic; all others stay."""
        ...

    def put_credentials(self, passwords: Mapping[Credential, str]) -> None:
        """Make or replace credentials."""
        ...

    def add_grants(self, grants: Iterable[Grant]) -> None:
        """Add ACLs."""
        ...

    def set_quotas(self, limits: Mapping[str, Mapping[str, float | None]]) -> None:
        """Set limits by user; None takes one away, all others stay."""
        ...

    def remove_grants(self, grants: Iterable[Grant]) -> None:
        """Take exactly these ACLs away."""
        ...

    def remove_credentials(self, credentials: Iterable[Credential]) -> None:
        """Take credentials away."""
        ...

    def delete_topics(self, topics: Iterable[str]) -> None:
        """Delete topics with their records."""
        ...
