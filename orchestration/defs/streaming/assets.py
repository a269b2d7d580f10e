"""`streaming/cluster`: what Kafka looks like, and whether that is what is declared."""

from collections.abc import Iterator

import dagster as dg

from metamodel.kernel.errors import RampartError
from orchestration.defs.failing import failure
from orchestration.defs.streaming.checks import NO_DRIFT, WORDS, could_not_look, judge_drift
from orchestration.defs.streaming.evidence import cluster_metadata
from orchestration.flows.watch_streaming import StreamingWatch, watch_streaming

KEY = dg.AssetKey(["streaming", "cluster"])


def streaming_cluster() -> dg.AssetsDefinition:
    """The asset whose materialization looks, and changes nothing."""

    @dg.asset(
        key=KEY,
        group_name="streaming",
        owners=["team:data-platform"],
        kinds={"kafka"},
        description=(
            "Topics, grants, users and limits as the cluster has them. Materializing it looks and "
            "changes nothing; `rampart streaming plan` shows the way back to what is declared."
        ),
        check_specs=[dg.AssetCheckSpec(NO_DRIFT, asset=KEY, description=WORDS)],
    )
    def cluster(
        streaming: dg.ResourceParam[StreamingWatch],
    ) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        try:
            plan = watch_streaming(streaming)
        except RampartError as error:
            yield could_not_look(error)
            raise failure(error) from error
        yield dg.MaterializeResult(
            metadata=cluster_metadata(plan),
            check_results=[judge_drift(plan)],
            data_version=dg.DataVersion(plan.hash),
        )

    return cluster
