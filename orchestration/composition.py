"""The one place where ports meet technology; used by the code location and the command line."""

from functools import partial

from metamodel.events.codec import Codec
from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from metamodel.kernel.clock import SystemClock
from orchestration.adapters.compiler_node import NodeCompiler
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
from orchestration.flows.build_tools import BuildLimits, BuildTools
from orchestration.flows.platform import Platform
from orchestration.flows.prepare_model import ModelSource
from orchestration.flows.take_in_events import IntakeTools
from orchestration.settings import Settings


def compose(settings: Settings) -> Platform:
    """Adapters for these settings. Opens nothing: each adapter connects when it is first used."""
    timeout_s = settings.request_timeout_s
    postgres = Postgres(settings.database_url.get_secret_value(), timeout_s)
    codec = Codec.committed()
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


def kafka_access(settings: Settings) -> KafkaAccess:
    """As whom, and how, every client of these settings speaks to the broker."""
    return KafkaAccess(
        security_protocol=settings.kafka_security_protocol,
        user=settings.kafka_user,
        password_file=settings.kafka_password_file,
        ca_file=settings.kafka_ca_file,
    )


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
