import dagster as dg

from orchestration.defs.preaggregations.assets import preaggregation_assets
from orchestration.defs.preaggregations.config import JOB
from orchestration.defs.preaggregations.jobs import refresh_job
from tests.fakes.platform import FakePlatform
from tests.fakes.rollups import model, rollup


def test_the_job_covers_every_pre_aggregation_and_the_intake() -> None:
    assets = preaggregation_assets(model("shop-1", rollup(), rollup("by_month", fp="fp-2")))
    resources = {"platform": FakePlatform().composed}
    location = dg.Definitions([assets], jobs=[refresh_job(assets)], resources=resources)

    job = location.resolve_job_def(JOB)

    keys = {key.to_user_string() for key in job.asset_layer.executable_asset_keys}
    assert keys == {
        "kafka/core_reporting_preagg_refresh",
        "preagg/orders_by_day",
        "preagg/orders_by_month",
    }
    assert job.executor_def.name == "in_process"
