"""What was seen of Kafka, as tables."""

from collections.abc import Sequence

import dagster as dg

from metamodel.streaming.changes import Difference
from metamodel.streaming.cluster import TopicState
from metamodel.streaming.topic_configs import CLEANUP, RETENTION
from orchestration.defs.tables import Row, table
from orchestration.flows.plan_streaming import Plan

_DIFFERENCE = (*("verdict", "subject", "name", "part", "found", "wanted", "why", "needs", "cure"),)
_TOPIC = (*("topic", "partitions", "copies", "cleanup", "retention_ms", "set_here"),)
_GRANT = (*("user", "effect", "operation", "kind", "resource", "match", "host"),)


def cluster_metadata(plan: Plan) -> dict[str, dg.MetadataValue]:
    """Counts, and a table of topics and of grants."""
    seen = plan.seen
    grants = (
        {
            "user": item.user,
            "effect": item.effect.value,
            "operation": item.operation.value,
            "kind": item.kind.value,
            "resource": item.resource,
            "match": item.match.value,
            "host": item.host,
        }
        for item in sorted(seen.grants)
    )
    users = sorted({item.user for item in seen.credentials})
    return {
        "environment": dg.MetadataValue.text(plan.environment),
        "topics": dg.MetadataValue.int(len(seen.topics)),
        "grants": dg.MetadataValue.int(len(seen.grants)),
        "users": dg.MetadataValue.text(", ".join(users) or "none"),
        "limited_users": dg.MetadataValue.int(len(seen.quotas)),
        "topics_table": table(map(_topic, seen.topics.values()), _TOPIC),
        "grants_table": table(grants, _GRANT),
    }


def differences_table(differences: Sequence[Difference]) -> dg.MetadataValue:
    """Each with its verdict, and the flags that would allow to end it."""
    return table(
        (
            {
                "verdict": item.verdict.value,
                "subject": item.subject,
                "name": item.name,
                "part": item.part,
                "found": item.found or "",
                "wanted": item.wanted or "",
                "why": item.why,
                "needs": " ".join(f"--{flag}" for flag in sorted(item.needs)),
                "cure": item.cure,
            }
            for item in differences
        ),
        _DIFFERENCE,
    )


def _topic(topic: TopicState) -> Row:
    return {
        "topic": topic.name,
        "partitions": topic.partitions,
        "copies": topic.replication,
        "cleanup": topic.configs.get(CLEANUP, ""),
        "retention_ms": topic.configs.get(RETENTION, ""),
        "set_here": ", ".join(sorted(topic.own)),
    }
