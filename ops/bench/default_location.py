"""The same assets as Dagster runs them by default: a process a step, a sensor that only glances."""

import dagster as dg

from orchestration.composition import compose, model_source
from orchestration.defs.preaggregations.assets import preaggregation_assets
from orchestration.defs.preaggregations.jobs import refresh_job
from orchestration.defs.preaggregations.sensors import refresh_sensors
from orchestration.flows.prepare_model import outline_model
from orchestration.settings import Settings

GLANCE_S = 0.5


@dg.definitions
def defs() -> dg.Definitions:
    """The peer of the latency bench."""
    settings = Settings()
    model = outline_model(model_source(settings))
    rollups = preaggregation_assets(model)
    job = refresh_job(rollups, executor=dg.multiprocess_executor)
    return dg.Definitions(
        assets=[rollups],
        jobs=[job],
        sensors=refresh_sensors(job, running=True, budget_s=GLANCE_S),
        resources={"platform": compose(settings)},
    )
