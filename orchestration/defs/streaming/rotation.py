"""`streaming/rotation`: the last drill of a rotation, told by `rampart streaming rotate drill`."""

import dagster as dg

from orchestration.flows.drill_rotation import NO_LOST_ACKS, REPORT, nothing_lost

KEY = dg.AssetKey(REPORT.split("/"))
JUDGED = ("acknowledged", "lost", "doubled")


def streaming_rotation() -> dg.AssetSpec:
    """An asset that is made outside Dagster: by an operator who may alter the cluster."""
    return dg.AssetSpec(
        KEY,
        group_name="streaming",
        owners=["team:data-platform"],
        kinds={"kafka"},
        description=(
            "The newest drill: passwords and certificates rotated while numbered events were sent. "
            "It is made by `rampart streaming rotate drill`, which needs rights that Dagster does "
            "not have; its check counts what was acknowledged and is not there."
        ),
    )


def no_lost_acks() -> dg.AssetChecksDefinition:
    """The drill's verdict, judged again from its report."""

    @dg.asset_check(
        asset=KEY,
        name=NO_LOST_ACKS,
        description="Everything that was acknowledged is there, once. Without a drill: not proven.",
    )
    def judge(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
        event = context.instance.get_latest_materialization_event(KEY)
        made = event.asset_materialization if event else None
        if made is None:
            words = {"not proven": "no drill has been made yet"}
            severity = dg.AssetCheckSeverity.WARN
            return dg.AssetCheckResult(passed=False, severity=severity, metadata=words)
        figures = {name: made.metadata[name].value for name in JUDGED}
        return dg.AssetCheckResult(passed=nothing_lost(**figures), metadata=figures)

    return judge
