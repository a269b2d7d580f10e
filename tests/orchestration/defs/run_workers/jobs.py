"""Jobs for runs in processes of their own: one that ends, one that waits to be interrupted."""

import os
from pathlib import Path

import dagster as dg


@dg.job(executor_def=dg.in_process_executor)
def ending_job() -> None:
    """Ends at once, having left the pid of its parent."""

    @dg.op
    def leave_parent(context: dg.OpExecutionContext) -> None:
        Path(context.instance.root_directory, "parent").write_text(str(os.getppid()))
        context.log.info("done")

    leave_parent()


@dg.job(executor_def=dg.in_process_executor)
def waiting_job() -> None:
    """Waits for a writer of the named pipe `gate`, which never comes."""

    @dg.op
    def wait_for_gate(context: dg.OpExecutionContext) -> None:
        with Path(context.instance.root_directory, "gate").open("rb") as gate:
            gate.read()

    wait_for_gate()
