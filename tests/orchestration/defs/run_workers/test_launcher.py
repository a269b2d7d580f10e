"""Runs in processes of their own, warm and cold, on a Dagster instance of their own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.launcher import LaunchRunContext, WorkerStatus

from orchestration.defs.run_workers.launcher import WORKER, WarmRunLauncher
from orchestration.defs.run_workers.processes import LocalProcess
from orchestration.defs.run_workers.serve import SERVER
from tests.eventually import eventually
from tests.orchestration.defs.run_workers import jobs

INSTANCE = """\
telemetry: {{enabled: false}}
run_launcher:
  module: orchestration.defs.run_workers.launcher
  class: WarmRunLauncher
  config: {{address: "{address}"}}
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    (tmp_path / "dagster.yaml").write_text(INSTANCE.format(address=tmp_path / "w.sock"))
    os.mkfifo(tmp_path / "gate")
    return tmp_path


@pytest.fixture
def instance(home: Path) -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.from_config(str(home)) as found:
        yield found


@pytest.fixture
def server(home: Path) -> Iterator["subprocess.Popen[bytes]"]:
    argv = [sys.executable, "-m", SERVER, str(home / "w.sock"), jobs.__name__]
    with (home / "log").open("wb") as log:
        child = subprocess.Popen(argv, stdout=log, stderr=log, start_new_session=True)
    try:
        eventually((home / "w.sock").exists, bool, "a server of run workers")
        yield child
    finally:
        child.terminate()
        child.wait(30)


def launched(instance: dg.DagsterInstance, job: dg.JobDefinition) -> str:
    origin = dg.reconstructable(getattr(jobs, job.name)).get_python_origin()
    run = instance.create_run_for_job(
        job, status=dg.DagsterRunStatus.STARTING, job_code_origin=origin
    )
    instance.run_launcher.launch_run(LaunchRunContext(run, None))
    return run.run_id


def run_of(instance: dg.DagsterInstance, run_id: str) -> dg.DagsterRun:
    run = instance.get_run_by_id(run_id)
    assert run is not None
    return run


def in_status(instance: dg.DagsterInstance, run_id: str, status: str) -> dg.DagsterRun:
    return eventually(
        lambda: run_of(instance, run_id), lambda run: run.status.value == status, status
    )


def test_a_run_is_forked_from_the_server_and_tagged_with_its_process(
    server: "subprocess.Popen[bytes]", instance: dg.DagsterInstance, home: Path
) -> None:
    run = in_status(instance, launched(instance, jobs.ending_job), "SUCCESS")
    assert (home / "parent").read_text() == str(server.pid)
    worker = LocalProcess.parse(run.tags[WORKER])
    eventually(lambda: worker.alive, lambda alive: not alive, "the end of the worker")


def test_without_a_server_a_run_starts_cold_and_says_so(
    instance: dg.DagsterInstance, home: Path
) -> None:
    run = in_status(instance, launched(instance, jobs.ending_job), "SUCCESS")
    assert (home / "parent").read_text() == str(os.getpid())
    events = [str(entry.dagster_event) for entry in instance.all_logs(run.run_id)]
    assert any("A cold worker: RUN-001" in words for words in events)


def test_run_monitoring_sees_whether_the_process_lives(
    server: "subprocess.Popen[bytes]", instance: dg.DagsterInstance
) -> None:
    run = in_status(instance, launched(instance, jobs.waiting_job), "STARTED")
    launcher = instance.run_launcher
    assert launcher.supports_check_run_worker_health
    assert launcher.check_run_worker_health(run).status is WorkerStatus.RUNNING
    server.kill()  # the run goes on without the server it came from
    assert launcher.check_run_worker_health(run).status is WorkerStatus.RUNNING
    worker = LocalProcess.parse(run.tags[WORKER])
    worker.signal(signal.SIGKILL)
    found = eventually(
        lambda: launcher.check_run_worker_health(run),
        lambda health: health.status is WorkerStatus.FAILED,
        "the end of the worker",
    )
    assert found.msg == f"process {worker.pid} is gone"


def test_a_run_whose_process_is_not_known_yet_is_not_given_up(
    instance: dg.DagsterInstance,
) -> None:
    run = instance.create_run_for_job(jobs.ending_job)
    assert instance.run_launcher.check_run_worker_health(run).status is WorkerStatus.RUNNING
    assert not instance.run_launcher.terminate(run.run_id)


def test_a_run_is_terminated_by_hand(
    server: "subprocess.Popen[bytes]", instance: dg.DagsterInstance
) -> None:
    run = in_status(instance, launched(instance, jobs.waiting_job), "STARTED")
    assert instance.run_launcher.terminate(run.run_id)
    in_status(instance, run.run_id, "CANCELED")
    assert not instance.run_launcher.terminate(run.run_id)


def test_a_server_that_is_told_to_end_interrupts_its_runs(
    server: "subprocess.Popen[bytes]", instance: dg.DagsterInstance
) -> None:
    run = in_status(instance, launched(instance, jobs.waiting_job), "STARTED")
    server.terminate()
    assert server.wait(30) == 0
    assert run_of(instance, run.run_id).status is dg.DagsterRunStatus.FAILURE


def test_dagster_makes_it_from_its_settings(instance: dg.DagsterInstance, home: Path) -> None:
    launcher = instance.run_launcher
    assert isinstance(launcher, WarmRunLauncher)
    assert launcher.inst_data is not None
    assert launcher.inst_data.config_dict == {"address": str(home / "w.sock")}
