"""Where the parts of a scrape look."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Generic, Protocol, TypeVar

from metamodel.events._catalogue import topics
from metamodel.kernel.clock import Clock, SystemClock
from metamodel.streaming.grants import group_prefix, service_of
from metamodel.streaming.topic_configs import CLEANUP
from ops.monitoring.heartbeat import Heartbeat
from orchestration.adapters.build_figures_postgres import PostgresFigures
from orchestration.adapters.bulk_figures_postgres import PostgresBulkQueue
from orchestration.adapters.certificates_tls import TlsCertificates
from orchestration.adapters.group_positions_kafka import KafkaGroupPositions
from orchestration.adapters.log_offsets_kafka import KafkaLogOffsets
from orchestration.adapters.outbox_figures_postgres import PostgresOutbox
from orchestration.adapters.postgres import Postgres
from orchestration.adapters.probe_line_kafka import KafkaProbeLine
from orchestration.adapters.schema_registry_http import HttpSchemaRegistry
from orchestration.adapters.sensor_control_graphql import GraphqlSensorControl
from orchestration.composition import (
    compose,
    declared_streaming,
    desired_streaming,
    event_sink,
    kafka_access,
    letter_boxes,
    streaming_watch,
)
from orchestration.flows.dead_letters import Box
from orchestration.flows.platform import Platform
from orchestration.flows.watch_streaming import StreamingWatch
from orchestration.ports.build_figures import Figures
from orchestration.ports.bulk_figures import BulkQueue
from orchestration.ports.certificates import Certificates
from orchestration.ports.group_positions import GroupPositions
from orchestration.ports.log_offsets import LogOffsets
from orchestration.ports.outbox_figures import Outbox
from orchestration.ports.sensor_control import EVENT_SENSOR, SensorControl
from orchestration.settings import Settings

T = TypeVar("T")
TIMEOUT_S: Final = 5.0
"""Of each call: one that takes longer comes too late for a scrape."""


class Registry(Protocol):
    """A schema registry that is asked for anything at all."""

    def versions(self, subject: str) -> tuple[int, ...]:
        """Versions of a subject. Raises RegistryUnavailable."""
        ...


@dataclass(frozen=True, slots=True)
class Declared:
    """What of the declaration is watched."""

    topics: frozenset[str]
    compacted: frozenset[str]
    waits_s: Mapping[str, int]  # by retry topic: how old a record gets before anybody may read it
    group_prefixes: tuple[str, ...]
    dead_letters: Mapping[str, str]  # by topic: where its dead letters go


@dataclass(frozen=True, slots=True)
class Sources:
    """Ports, and what is made when it is first asked for: a scrape that fails tries again."""

    platform: Callable[[], Platform]
    declared: Callable[[], Declared]
    figures: Figures
    sensor: SensorControl
    groups: GroupPositions
    log: LogOffsets
    letter_boxes: Callable[[], Sequence[Box]]
    outbox: Outbox
    bulk: BulkQueue
    certificates: Certificates | None  # none on a broker without TLS
    registry: Registry | None  # none where schema ids are the committed ones
    drift: StreamingWatch
    heartbeat: Heartbeat
    clock: Clock


class _Once(Generic[T]):
    """Made at the first call, by one of those who ask at once; again after an error."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make, self._lock = make, threading.Lock()
        self._made: list[T] = []

    def __call__(self) -> T:
        with self._lock:
            if not self._made:
                self._made.append(self._make())
            return self._made[0]


def sources_of(settings: Settings) -> Sources:
    """Adapters for these settings. Opens nothing: each connects when it is first used."""
    brisk = settings.model_copy(
        update={"request_timeout_s": min(settings.request_timeout_s, TIMEOUT_S)}
    )
    access, bootstrap, clock = kafka_access(brisk), brisk.kafka_bootstrap, SystemClock()
    postgres = Postgres(brisk.database_url.get_secret_value(), TIMEOUT_S)
    platform = _Once(partial(compose, brisk))

    def line() -> KafkaProbeLine:
        sink = event_sink(brisk)
        return KafkaProbeLine(bootstrap, sink, clock, timeout_s=TIMEOUT_S, access=access)

    encrypted = brisk.kafka_security_protocol.endswith("SSL")
    registry = brisk.schema_registry_url
    return Sources(
        platform=platform,
        declared=_Once(partial(declared_of, brisk)),
        figures=PostgresFigures(postgres),
        sensor=GraphqlSensorControl(brisk.dagster_url, EVENT_SENSOR, timeout_s=TIMEOUT_S),
        groups=KafkaGroupPositions(bootstrap, timeout_s=TIMEOUT_S, access=access),
        log=KafkaLogOffsets(bootstrap, timeout_s=TIMEOUT_S, access=access),
        letter_boxes=partial(letter_boxes, brisk, access),
        outbox=PostgresOutbox(postgres),
        bulk=PostgresBulkQueue(postgres),
        certificates=TlsCertificates(brisk.kafka_ca_file, bootstrap.split(","))
        if encrypted
        else None,
        registry=HttpSchemaRegistry(registry, timeout_s=TIMEOUT_S) if registry else None,
        drift=streaming_watch(brisk),
        heartbeat=Heartbeat(_Once(line)),
        clock=clock,
    )


def declared_of(settings: Settings) -> Declared:
    """What of these settings' declaration is watched.

    Raises DeclarationUnreadable, DeclarationRefused, UnknownEnvironment.
    """
    declaration, desired = declared_streaming(settings).require(), desired_streaming(settings)
    services = {service_of(declaration, user) for user in declaration.users}
    wanted = desired.state.topics
    return Declared(
        topics=frozenset(wanted),
        compacted=frozenset(
            name for name, item in wanted.items() if "compact" in item.configs.get(CLEANUP, "")
        ),
        waits_s={
            name: wait_s
            for topic in topics().values()
            for name, wait_s in zip(topic.retry_topics(), topic.failure.retry_after_s, strict=True)
        },
        group_prefixes=tuple(sorted(map(group_prefix, services))),
        dead_letters={
            topic.name: topic.dead_letter_topic()
            for topic in topics().values()
            if topic.dead_letter_topic() in wanted
        },
    )
