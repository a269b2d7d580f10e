"""`heal_preagg_job`: the ledger beside the tables that are really there."""

import dagster as dg

from metamodel.kernel.errors import RampartError
from orchestration.defs.failing import failure
from orchestration.defs.tables import table
from orchestration.flows.find_rollups import find_rollups
from orchestration.flows.heal_ledger import heal_ledger
from orchestration.flows.platform import Platform

JOB = "heal_preagg_job"


def heal_job() -> dg.JobDefinition:
    """One op that does what `rampart preagg heal` does: what is gone is wanted again."""

    @dg.op
    def heal(context: dg.OpExecutionContext, platform: dg.ResourceParam[Platform]) -> None:
        """Looks whether each table that the ledger believes in is there."""
        try:
            catalogue = find_rollups(platform.publications)
            report = heal_ledger(catalogue, platform.build.ledger, platform.build.tables)
        except RampartError as error:
            raise failure(error) from error
        gone = (
            {"table": str(state.built_table), "partition": state.key.partition}
            for state in report.gone
        )
        context.add_output_metadata(
            {
                "looked_at": report.looked_at,
                "gone": len(report.gone),
                "gone_table": table(gone, ("table", "partition")),
            }
        )

    @dg.job(name=JOB, executor_def=dg.in_process_executor)
    def job() -> None:
        """Compares the ledger with the tables that are there; what is gone is built again."""
        heal()

    return job
