"""The one place where ports meet technology; used by the code location and the command line."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from metamodel.events._catalogue import topics
from metamodel.events.codec import Codec
from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from metamodel.events.registered import registered_ids
from metamodel.kernel.clock import SystemClock
from metamodel.streaming.derive import Desired, derive
from metamodel.streaming.grants import group_prefix, service_of
from metamodel.streaming.load import LoadedDeclaration
from orchestration.adapters.access_probe_kafka import KafkaAccessProbe
from orchestration.adapters.audit_trail_postgres import PostgresAuditTrail
from orchestration.adapters.compiler_node import NodeCompiler
from orchestration.adapters.consumer_group_kafka import KafkaConsumerGroup
from orchestration.adapters.cube_engine import cube_engine
from orchestration.adapters.cube_http import CubeHttp
from orchestration.adapters.dispositions_postgres import PostgresDispositions
from orchestration.adapters.event_sink_kafka import KafkaEventSink
from orchestration.adapters.event_source_kafka import KafkaEventSource
from orchestration.adapters.group_positions_kafka import KafkaGroupPositions
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
from orchestration.flows.dead_letters import Box
from orchestration.flows.platform import Platform
from orchestration.flows.prepare_model import ModelSource
from orchestration.flows.prove_access_rights import AccessTrial
from orchestration.flows.replay_dead_letters import ReplayTools
from orchestration.flows.rewind_group import RewindTools
from orchestration.flows.store_audit_events import AUDIT_SINK, store_audit_events
from orchestration.flows.take_in_events import IntakeTools
from orchestration.flows.watch_streaming import StreamingWatch
from orchestration.settings import Settings

ATTEMPT_TIMEOUT_S: Final = 10.0
"""What one attempt at a right may take: there are hundreds, and a broker answers at once."""

REPLAY: Final = "replay"
"""Who sends dead letters again: a user of its own, for nobody else may write to retry topics."""


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


def event_sink(
    settings: Settings, codec: Codec | None = None, access: KafkaAccess | None = None
) -> KafkaEventSink:
    """A sink for what is announced outside the flows; without a codec it makes its own.

    Raises as `compose` does.
    """
    return KafkaEventSink(
        settings.kafka_bootstrap,
        codec or event_codec(settings),
        timeout_s=min(settings.request_timeout_s, 10.0),
        access=access or kafka_access(settings),
    )


def event_codec(settings: Settings) -> Codec:
    """The codec of all topics. Raises as `compose` does."""
    if not settings.schema_registry_url:
        return Codec.committed()
    registry = HttpSchemaRegistry(
        settings.schema_registry_url, timeout_s=settings.request_timeout_s
    )
    return Codec.released(registered_ids(topics().values(), registry.id_of))


def kafka_access(settings: Settings) -> KafkaAccess:
    """As whom, and how, every client of these settings speaks to the broker."""
    return KafkaAccess(
        security_protocol=settings.kafka_security_protocol,
        user=settings.kafka_user,
        password_file=settings.kafka_password_file,
        ca_file=settings.kafka_ca_file,
    )


def streaming_tools(
    settings: Settings, passwords: Passwords = no_password, access: KafkaAccess | None = None
) -> StreamingTools:
    """What planning and applying work with. Opens nothing."""
    admin = KafkaStreamingAdmin(
        settings.kafka_bootstrap,
        timeout_s=settings.request_timeout_s,
        access=access or kafka_access(settings),
    )
    return StreamingTools(admin, SystemClock(), passwords)


def access_as(settings: Settings, user: str) -> KafkaAccess:
    """The broker as another user, with the password kept for it.

    As ourselves where no passwords are kept: the broker then says which right is missing.
    """
    mine, folder = kafka_access(settings), settings.kafka_passwords_dir
    if folder is None or not mine.secured:
        return mine
    return replace(mine, user=user, password_file=folder / user)


def letter_boxes(settings: Settings, access: KafkaAccess) -> Sequence[Box]:
    """The dead letters of every topic that has some. Opens nothing."""
    postgres = Postgres(settings.database_url.get_secret_value(), settings.request_timeout_s)
    dispositions = PostgresDispositions(postgres)
    return [
        Box(
            topic,
            KafkaEventSource(
                settings.kafka_bootstrap,
                topic.dead_letter_topic(),
                group=f"{access.user or REPLAY}.dead-letters",
                timeout_s=settings.request_timeout_s,
                access=access,
            ),
            dispositions,
        )
        for topic in topics().values()
        if topic.failure.dead_letter
    ]


def replay_tools(settings: Settings) -> ReplayTools:
    """What deciding about dead letters works with, as the user that may. Raises as `compose`."""
    access = access_as(settings, REPLAY)
    boxes, codec = letter_boxes(settings, access), event_codec(settings)
    sink = event_sink(settings, codec, access)
    return ReplayTools(boxes, boxes[0].dispositions, sink, codec, SystemClock())


def rewind_tools(settings: Settings, group: str) -> RewindTools:
    """What moving a group works with, as the user that its name belongs to."""
    declaration = declared_streaming(settings).require()
    owners = [
        user
        for user in declaration.users
        if group.startswith(group_prefix(service_of(declaration, user)))
    ]
    mine, timeout_s = kafka_access(settings), settings.request_timeout_s
    access = access_as(settings, owners[0]) if owners else mine
    bootstrap = settings.kafka_bootstrap
    return RewindTools(
        KafkaGroupPositions(bootstrap, timeout_s=timeout_s, access=access),
        topics(),
        lambda topic: KafkaEventSource(
            bootstrap, topic, group=group, timeout_s=timeout_s, access=access
        ),
    )


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
