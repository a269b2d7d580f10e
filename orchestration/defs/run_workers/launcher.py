"""Dagster's way to our run workers: who gets a run, and whether that process still lives."""

import signal
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import dagster as dg
from dagster import _check as check
from dagster._config import Field, StringSource
from dagster._core.launcher import (
    CheckRunHealthResult,
    LaunchRunContext,
    RunLauncher,
    WorkerStatus,
)
from dagster._grpc.types import ExecuteRunArgs
from dagster._serdes import ConfigurableClass, serialize_value
from dagster._serdes.config_class import ConfigurableClassData

from orchestration.defs.run_workers.asking import NoWarmWorker, cold_worker, warm_worker
from orchestration.defs.run_workers.processes import LocalProcess

WORKER = "rampart/worker"
TIMEOUT_S = 20  # the server imports for a few seconds when it has just started


class WarmRunLauncher(RunLauncher[dg.DagsterInstance], ConfigurableClass):
    """Runs in processes of this machine, forked from one that has everything imported.

    Such a process is a child of nobody who waits for it, and lives on without the code server, so
    a run is tagged with its process, and run monitoring sees within seconds that it is gone.
    """

    def __init__(self, address: str, inst_data: ConfigurableClassData | None = None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._address = Path(address)
        self._inst_data = inst_data

    @property
    def inst_data(self) -> ConfigurableClassData | None:
        """What `dagster.yaml` says."""
        return self._inst_data

    @classmethod
    def config_type(cls) -> dict[str, Field]:
        """`address`: the Unix socket of the server of run workers."""
        return {"address": Field(StringSource)}

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> Self:
        """As Dagster makes it from its instance's settings."""
        return cls(config_value["address"], inst_data)

    def launch_run(self, context: LaunchRunContext) -> None:
        """Give the run a process; a cold one where there is no warm one."""
        run = context.dagster_run
        asked = ExecuteRunArgs(
            job_origin=check.not_none(context.job_code_origin),
            run_id=run.run_id,
            instance_ref=self._instance.get_ref(),
        )
        arguments = serialize_value(asked)
        try:
            worker = warm_worker(self._address, arguments, timeout_s=TIMEOUT_S)
        except NoWarmWorker as refusal:
            self._instance.report_engine_event(f"A cold worker: {refusal.code} {refusal}", run)
            worker = cold_worker(arguments)
        self._instance.add_run_tags(run.run_id, {WORKER: str(worker)})

    def terminate(self, run_id: str) -> bool:
        """Interrupt the worker, which ends its steps; False if there is none to interrupt."""
        run = self._instance.get_run_by_id(run_id)
        if run is None or run.is_finished:
            return False
        self._instance.report_run_canceling(run)
        worker = _worker_of(run)
        return worker is not None and worker.signal(signal.SIGINT)

    @property
    def supports_check_run_worker_health(self) -> bool:
        """Run monitoring may ask."""
        return True

    def check_run_worker_health(self, run: dg.DagsterRun) -> CheckRunHealthResult:
        """RUNNING while the process lives, and while it is not yet known which one it is."""
        worker = _worker_of(run)
        if worker is None or worker.alive:
            return CheckRunHealthResult(WorkerStatus.RUNNING)
        return CheckRunHealthResult(WorkerStatus.FAILED, f"process {worker.pid} is gone")


def _worker_of(run: dg.DagsterRun) -> LocalProcess | None:
    named = run.tags.get(WORKER)
    return LocalProcess.parse(named) if named else None
