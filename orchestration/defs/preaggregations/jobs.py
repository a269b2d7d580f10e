"""The one job that all refresh runs belong to."""

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from orchestration.defs.preaggregations.config import JOB


def refresh_job(
    assets: dg.AssetsDefinition, executor: dg.ExecutorDefinition = dg.in_process_executor
) -> UnresolvedAssetJobDefinition:
    """All pre-aggregations, in the run's own process: a process a step costs seconds."""
    return dg.define_asset_job(
        JOB,
        selection=dg.AssetSelection.assets(assets),
        executor_def=executor,
        description="Takes refresh events in and builds what they made dirty.",
    )
