"""Records of the topics that are followed, as what they say."""

from collections.abc import Mapping
from typing import Any, Final

from metamodel.events.codec import Codec
from metamodel.events.core_reporting_preagg_status import PreaggStatus
from metamodel.events.entity_lifecycle import EntityLifecycle, LifecyclePhase
from presence_api.ports.event_log import LogEvent, MutationAnnounced, MutationEnded, RollupBuilt

TOPICS: Final = (EntityLifecycle.name, PreaggStatus.name)


def event_of(codec: Codec, topic: str, value: bytes | None, at: float) -> LogEvent | None:
    """What a record says; None for what is newer than this code. `at`: when it was written.

    Raises UndecodableEvent, UnregisteredTopic.
    """
    payload = codec.decode(topic, value)
    if topic == PreaggStatus.name:
        return RollupBuilt(
            payload["cube"],
            payload["pre_aggregation"],
            payload["state"],
            payload["data_epoch"],
            at,
        )
    return _lifecycle(payload)


def _lifecycle(payload: Mapping[str, Any]) -> LogEvent | None:
    operation, tenant = str(payload["operation_id"]), payload["tenant"]
    entity, ids = payload["entity"], tuple(payload["ids"])
    match payload["phase"]:
        case LifecyclePhase.MUTATING:
            ends_at = payload["expires_at"]
            if ends_at is None:
                return None  # it never was valid
            return MutationAnnounced(operation, tenant, entity, ids, ends_at.timestamp())
        case LifecyclePhase.MUTATED | LifecyclePhase.MUTATION_FAILED as phase:
            return MutationEnded(
                operation,
                tenant,
                entity,
                ids,
                tuple(payload["versions"]),
                tuple(payload["changed_attributes"]),
                failed=phase == LifecyclePhase.MUTATION_FAILED,
            )
        case _:
            return None
