"""Whether Kafka is as declared, one row a difference."""

import dagster as dg

from metamodel.kernel.errors import RampartError
from metamodel.streaming.changes import Verdict
from orchestration.defs.streaming.evidence import differences_table
from orchestration.flows.plan_streaming import Plan

NO_DRIFT = "no_drift"
WORDS = "Topics, settings, grants, users and limits are as declared; who could not look failed."


def judge_drift(plan: Plan) -> dg.AssetCheckResult:
    """Failed by any difference but what is only worth knowing; SAFE ones alone are a warning."""
    safe = all(item.verdict is Verdict.SAFE for item in plan.drift)
    return dg.AssetCheckResult(
        check_name=NO_DRIFT,
        passed=not plan.drift,
        severity=dg.AssetCheckSeverity.WARN if safe else dg.AssetCheckSeverity.ERROR,
        metadata={
            "differences": len(plan.drift),
            "plan": plan.hash,
            "cure": "rampart streaming plan",
            "differences_table": differences_table(plan.differences),
        },
    )


def could_not_look(error: RampartError) -> dg.AssetCheckResult:
    """Nobody knows whether there is drift, which is not to have none."""
    return dg.AssetCheckResult(
        check_name=NO_DRIFT,
        passed=False,
        severity=dg.AssetCheckSeverity.ERROR,
        metadata={"reason": f"could not look: {error.explain()}"},
    )
