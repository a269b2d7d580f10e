"""The one place where ports meet technology; used by the code location and the command line."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from metamodel.events._catalogue import topics
from metamodel.events.codec import Codec
from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from metamodel.kernel.clock import SystemClock
from metamodel.streaming.derive import Desired, derive
from metamodel.streaming.load import LoadedDeclaration
from orchestration.adapters.access_probe_kafka import KafkaAccessProbe
from orchestration.adapters.audit_trail_postgres import PostgresAuditTrail
from orchestration.adapters.compiler_node import NodeCompiler
from orchestration.adapters.consumer_group_kafka import KafkaConsumerGroup
from orchestration.adapters.cube_engine import cube_engine
from orchestration.adapters.cube_http import CubeHttp
from orchestration.adapters.event_sink_kafka import KafkaEventSink
from orchestration.adapters.event_source_kafka import KafkaEventSource
from orchestration.adapters.kafka_access import KafkaAccess
from orchestration.adapters.ledger_postgres import PostgresLedger
from orchestration.adapters.model_files import (
    read_document,
    read_model,
    read_overlays,
    read_templates,
)
from orchestration.adapters.model_store_folder import FolderModelStore
from orchestration.adapters.postgres import Postgres
from orchestration.adapters.publications_postgres import PostgresPublications
from orchestration.adapters.rollup_tables_postgres import PostgresRollupTables
from orchestration.adapters.schema_registry_http import HttpSchemaRegistry
from orchestration.adapters.streaming_admin_kafka import KafkaStreamingAdmin
from orchestration.adapters.streaming_files import load_declared
from orchestration.flows.apply_streaming_plan import Passwords, StreamingTools, no_password
from orchestration.flows.build_tools import BuildLimits, BuildTools
from orchestration.flows.consume_events import Consumption, Handler
from orchestration.flows.consumer_parts import ConsumerHealth, ConsumerTools, Stages
from orchestration.flows.platform import Platform
from orchestration.flows.prepare_model import ModelSource
from orchestration.flows.prove_access_rights import AccessTrial
from orchestration.flows.register_schemas import find_schema_ids
from orchestration.flows.store_audit_events import AUDIT_SINK, store_audit_events
from orchestration.flows.take_in_events import IntakeTools
from orchestration.flows.watch_streaming import StreamingWatch
from orchestration.settings import Settings

ATTEMPT_TIMEOUT_S: Final = 10.0
"""What one attempt at a right may take: there are hundreds, and a broker answers at once."""


def compose(settings: Settings) -> Platform:
    """Adapters for these settings. Opens nothing: each adapter connects when it is first used.

    But for a schema registry, where one is named: it is asked for the ids of all schemas, and one
    that is missing keeps everything from starting. Raises RegistryUnavailable, SchemaIdMissing.
    """
    timeout_s = settings.request_timeout_s
    postgres = Postgres(settings.database_url.get_secret_value(), timeout_s)
    codec = event_codec(settings)
    topic = PreaggRefresh.name
    ledger = PostgresLedger(postgres, lease_s=settings.lease_s)
    # A sensor's evaluation ends after 60 s, whatever it waits for: two calls must fit.
    bootstrap, access = settings.kafka_bootstrap, kafka_access(settings)
    source = KafkaEventSource(bootstrap, topic, timeout_s=min(timeout_s, 10.0), access=access)
    sink = KafkaEventSink(bootstrap, codec, timeout_s=timeout_s, access=access)
    secret = settings.cube_api_secret.get_secret_value()
    build = BuildTools(
        cube=CubeHttp(settings.cube_url, secret, timeout_s=timeout_s),
        ledger=ledger,
        tables=PostgresRollupTables(postgres),
        clock=SystemClock(),
        limits=BuildLimits(
            timeout_s=settings.build_timeout_s,
            min_rebuild_interval_s=settings.min_rebuild_interval_s,
            renew_every_s=settings.lease_s / 3,
        ),
    )
    return Platform(
        topic=topic,
        source=source,
        sink=sink,
        publications=PostgresPublications(postgres),
        store=FolderModelStore(settings.publish_dir),
        compiler=NodeCompiler(settings.cube_server),
        committed=partial(read_model, settings.cube_models / "model"),
        build=build,
        intake=IntakeTools(source, sink, ledger, partial(codec.decode, topic)),
    )


def event_sink(settings: Settings, codec: Codec | None = None) -> KafkaEventSink:
    """A sink for what is announced outside the flows; without a codec it makes its own.

    Raises as `compose` does.
    """
    return KafkaEventSink(
        settings.kafka_bootstrap,
        codec or event_codec(settings),
        timeout_s=min(settings.request_timeout_s, 10.0),
        access=kafka_access(settings),
    )


def event_codec(settings: Settings) -> Codec:
    """The codec of all topics. Raises as `compose` does."""
    if not settings.schema_registry_url:
        return Codec.committed()
    registry = HttpSchemaRegistry(
        settings.schema_registry_url, timeout_s=settings.request_timeout_s
    )
    return Codec.released(find_schema_ids(registry, topics().values()))


def kafka_access(settings: Settings) -> KafkaAccess:
    """As whom, and how, every client of these settings speaks to the broker."""
    return KafkaAccess(
        security_protocol=settings.kafka_security_protocol,
        user=settings.kafka_user,
        password_file=settings.kafka_password_file,
        ca_file=settings.kafka_ca_file,
    )


def streaming_tools(settings: Settings, passwords: Passwords = no_password) -> StreamingTools:
    """What planning and applying work with. Opens nothing."""
    admin = KafkaStreamingAdmin(
        settings.kafka_bootstrap,
        timeout_s=settings.request_timeout_s,
        access=kafka_access(settings),
    )
    return StreamingTools(admin, SystemClock(), passwords)


def access_trial(settings: Settings) -> AccessTrial:
    """What the proof of rights works with; a user without a password proves nothing."""
    mine, folder = kafka_access(settings), settings.kafka_passwords_dir

    def access_of(user: str) -> KafkaAccess:
        return replace(mine, user=user, password_file=folder / user if folder else None)

    timeout_s = min(settings.request_timeout_s, ATTEMPT_TIMEOUT_S)
    probe = KafkaAccessProbe(settings.kafka_bootstrap, access_of, timeout_s=timeout_s)
    return AccessTrial(partial(desired_streaming, settings), probe)


def streaming_watch(settings: Settings) -> StreamingWatch:
    """What the drift check works with. Opens and reads nothing."""
    tools = streaming_tools(settings)
    return StreamingWatch(partial(desired_streaming, settings), tools.admin, tools.clock)


def audit_sink(
    settings: Settings, health: ConsumerHealth, pause: Callable[[float], bool]
) -> Consumption:
    """The audit sink as a member of its group; it connects at once, and joins with its first poll.

    Raises as `compose` does, and CredentialsMissing.
    """
    postgres = Postgres(settings.database_url.get_secret_value(), settings.request_timeout_s)
    handler = partial(store_audit_events, trail=PostgresAuditTrail(postgres))
    return consumption(AUDIT_SINK, handler, settings, health, pause)


def consumption(
    stages: Stages,
    handler: Handler,
    settings: Settings,
    health: ConsumerHealth,
    pause: Callable[[float], bool],
) -> Consumption:
    """A member of any group on the configured broker."""
    bootstrap, access = settings.kafka_bootstrap, kafka_access(settings)
    codec = event_codec(settings)
    timeout_s = min(settings.request_timeout_s, 10.0)
    group = KafkaConsumerGroup(
        bootstrap, stages.group, stages.topics, timeout_s=timeout_s, access=access
    )
    tools = ConsumerTools(group, event_sink(settings, codec), codec, SystemClock(), health)
    return Consumption(stages, handler, tools, pause)


def declared_streaming(settings: Settings) -> LoadedDeclaration:
    """The configured declaration with what is worth a warning. Raises DeclarationUnreadable."""
    return load_declared(settings.streaming_declaration)


def desired_streaming(settings: Settings, environment: str | None = None) -> Desired:
    """What Kafka shall look like in the configured environment, or in another.

    Raises DeclarationUnreadable, DeclarationRefused, UnknownEnvironment.
    """
    declaration = declared_streaming(settings).require()
    return derive(declaration, topics(), environment or settings.streaming_environment)


def model_source(settings: Settings) -> ModelSource:
    """The texts that this installation generates its Cube model from.

    Raises DocumentRefused for a document that is no UTF-8 text.
    """
    return ModelSource(
        path=str(settings.metamodel),
        document=read_document(settings.metamodel),
        templates=read_templates(settings.cube_models / "templates"),
        overlays=read_overlays(settings.cube_models / "overlays"),
        engine=cube_engine(settings.cube_server),
    )
