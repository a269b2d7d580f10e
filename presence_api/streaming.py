"""How this service reaches the broker, and knows the schemas of events."""

from functools import partial
from typing import Final

from metamodel.events._catalogue import topics
from metamodel.events.codec import Codec
from metamodel.events.registered import registered_ids
from metamodel.kernel.clock import SystemClock
from metamodel.streaming.broker_access import ListenerSecurity
from presence_api.adapters.event_log_kafka import KafkaEventLog
from presence_api.adapters.kafka_access import KafkaAccess
from presence_api.adapters.log_events import TOPICS, event_of
from presence_api.adapters.schema_ids_http import HttpSchemaIds
from presence_api.settings import Settings

_TIMEOUT_S: Final = 10.0


def kafka_access(settings: Settings) -> KafkaAccess:
    """As whom, and how, every client of these settings speaks to the broker."""
    return KafkaAccess(
        ListenerSecurity(settings.kafka_security_protocol),
        settings.kafka_user,
        settings.kafka_password_file,
        settings.kafka_ca_file,
    )


def event_codec(settings: Settings) -> Codec:
    """The codec of all topics. Raises SchemaIdMissing, SchemaIdsUnavailable."""
    if not settings.schema_registry_url:
        return Codec.committed()
    registry = HttpSchemaIds(settings.schema_registry_url, timeout_s=_TIMEOUT_S)
    try:
        return Codec.released(registered_ids(topics().values(), registry.id_of))
    finally:
        registry.close()


def event_log(settings: Settings, codec: Codec) -> KafkaEventLog:
    """The topics with changes and builds; nothing is opened yet."""
    return KafkaEventLog(
        settings.kafka_bootstrap,
        TOPICS,
        partial(event_of, codec),
        SystemClock(),
        since_s=settings.presence_change_limit_s,
        access=kafka_access(settings),
    )
