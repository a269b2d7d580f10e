"""The incidents that the runbook has a section for, each with the alerts that announce it.

A slug is the anchor of its section, and follows from the title as GitHub makes it.
"""

from dataclasses import dataclass
from typing import Final

RUNBOOK: Final = "docs/STREAMING_RUNBOOK.md"


@dataclass(frozen=True, slots=True)
class Incident:
    """What goes wrong; `found_by` says how one notices it where no alert does."""

    slug: str
    title: str
    alerts: tuple[str, ...] = ()
    found_by: str = ""

    @property
    def url(self) -> str:
        """Where its section is, from the root of the repository."""
        return f"{RUNBOOK}#{self.slug}"


INCIDENTS: Final = (
    Incident("no-active-controller", "No active controller", ("KafkaNoActiveController",)),
    Incident(
        "partitions-offline-or-under-replicated",
        "Partitions offline or under-replicated",
        (
            "KafkaOfflinePartitions",
            "KafkaUnderMinIsrPartitions",
            "KafkaUnderReplicatedPartitions",
            "KafkaIsrShrinking",
        ),
    ),
    Incident(
        "disk-fills-up",
        "Disk fills up",
        found_by="The disk's own monitoring: Kafka knows the size of its logs, not of its disk.",
    ),
    Incident(
        "group-lags-behind",
        "Group lags behind",
        (
            "ConsumerGroupLagging",
            "ConsumerRecordsLost",
            "RefreshBudgetBurningFast",
            "RefreshBudgetBurningSlow",
        ),
    ),
    Incident(
        "group-stalled-or-without-members",
        "Group stalled or without members",
        ("ConsumerGroupStalled", "ConsumerGroupEmpty", "ConsumerNotReady"),
    ),
    Incident(
        "poison-pill-loop",
        "Poison pill loop",
        found_by="ConsumerGroupStalled, and the same error in the group's log again and again.",
    ),
    Incident("dead-letters", "Dead letters", ("DeadLettersGrowing", "DeadLettersForgotten")),
    Incident("schema-rejected-or-wrong", "Schema rejected or wrong", ("SchemaRegistryDown",)),
    Incident(
        "certificate-expires",
        "Certificate expires",
        ("CertificateExpiresSoon", "CertificateExpiresVerySoon"),
    ),
    Incident(
        "secret-leaked",
        "Secret leaked",
        found_by="A scan for secrets, or a person.",
    ),
    Incident(
        "access-denied-after-a-deployment",
        "Access denied after a deployment",
        ("KafkaAccessDenied", "KafkaAuthenticationFailures"),
    ),
    Incident("drift-found", "Drift found", ("StreamingDrift",)),
    Incident(
        "hanging-transaction",
        "Hanging transaction",
        found_by="Readers of committed records that stand still; Rampart's own write none.",
    ),
    Incident("message-too-large", "Message too large", ("KafkaMessageTooLarge",)),
    Incident("key-hot-spot", "Key hot spot", ("KafkaRequestHandlersBusy",)),
    Incident(
        "rebalance-storm",
        "Rebalance storm",
        found_by="ConsumerGroupLagging, and joins without end in the coordinator's log.",
    ),
    Incident(
        "topic-deleted-by-mistake",
        "Topic deleted by mistake",
        found_by="StreamingDrift, which names the topic that is missing.",
    ),
    Incident(
        "data-written-by-a-bug",
        "Data written by a bug",
        found_by="A person who looks at the data.",
    ),
    Incident("outbox-backlog", "Outbox backlog", ("OutboxBacklog",)),
    Incident("bulk-updates-wait", "Bulk updates wait", ("BulkUpdatesNotTaken",)),
    Incident(
        "duplicates-seen",
        "Duplicates seen",
        found_by="A person who sees a change twice.",
    ),
    Incident("broker-restart", "Broker restart", ("KafkaBrokerDown",)),
    Incident(
        "restore-of-topics",
        "Restore of topics",
        found_by="Whoever restores: it is a procedure.",
    ),
    Incident(
        "clock-skew",
        "Clock skew",
        found_by="Ages of 0 s beside a lag in records: the records come from the future.",
    ),
    Incident(
        "stale-locks-in-presence",
        "Stale locks in presence",
        ("PresenceChangesUnknown", "PresenceChangesExpired"),
    ),
    Incident("presence-is-local", "Presence is local", ("PresenceLocal",)),
    Incident(
        "presence-closes-slow-clients",
        "Presence closes slow clients",
        ("PresenceClosesSlowClients",),
    ),
    Incident(
        "pre-aggregation-never-rebuilt",
        "Pre-aggregation never rebuilt",
        ("EventSensorStuck", "BuildsFailing", "RollupNotServable", "RefreshEventsLost"),
    ),
    Incident(
        "way-through-the-broker-slow",
        "Way through the broker slow",
        ("ProbeBudgetBurningFast", "ProbeBudgetBurningSlow"),
    ),
    Incident("figures-are-missing", "Figures are missing", ("ExporterDown", "ScrapePartBlind")),
)
