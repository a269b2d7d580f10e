"""The code location: settings, adapters, and everything Dagster shows."""

from functools import partial

import dagster as dg

from orchestration.composition import (
    access_trial,
    compose,
    event_sink,
    model_source,
    replay_tools,
    streaming_watch,
)
from orchestration.defs.cube_schema.assets import schema_assets
from orchestration.defs.preaggregations.assets import preaggregation_assets
from orchestration.defs.preaggregations.healing import heal_job
from orchestration.defs.preaggregations.jobs import refresh_job
from orchestration.defs.preaggregations.sensors import refresh_sensors
from orchestration.defs.schedules import nightly_schedules
from orchestration.defs.streaming.access import streaming_access
from orchestration.defs.streaming.assets import streaming_cluster
from orchestration.defs.streaming.dead_letters import replay_job
from orchestration.defs.streaming.rotation import no_lost_acks, streaming_rotation
from orchestration.flows.prepare_model import outline_model
from orchestration.settings import Settings


@dg.definitions
def defs() -> dg.Definitions:
    """Assets of the configured metamodel, the refresh job, its sensors, and the platform."""
    settings = Settings()
    source = model_source(settings)
    model = outline_model(source)
    rollups = preaggregation_assets(model)
    job, heal = refresh_job(rollups), heal_job()
    replay = replay_job(settings.kafka_user or "dagster", partial(event_sink, settings))
    return dg.Definitions(
        assets=[
            *schema_assets(source, model),
            rollups,
            streaming_cluster(),
            streaming_access(),
            streaming_rotation(),
        ],
        asset_checks=[no_lost_acks()],
        jobs=[job, heal, replay],
        schedules=nightly_schedules(heal, running=settings.automation),
        sensors=refresh_sensors(
            job, running=settings.automation, budget_s=settings.sensor_budget_s
        ),
        resources={
            "platform": compose(settings),
            "streaming": streaming_watch(settings),
            "replay_tools": replay_tools(settings),
            "access_trial": access_trial(settings),
        },
        executor=dg.in_process_executor,
    )
