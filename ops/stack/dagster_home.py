"""Dagster's instance folder: its settings, and the workspace that names the code server."""

import json
from collections.abc import Mapping
from pathlib import Path

from ops.stack.component import Stack

INSTANCE = """\
# Written by the stack at every start; SQLite lies beside this file.
telemetry:
  enabled: false
run_launcher:
  module: orchestration.defs.run_workers.launcher
  class: WarmRunLauncher
  config:
    address: WORKERS
nux:
  enabled: false
run_coordinator:
  module: dagster.core.run_coordinator
  class: QueuedRunCoordinator
  config:
    dequeue_interval_seconds: 1
    dequeue_use_threads: true
    dequeue_num_workers: 4
concurrency:
  runs:
    max_concurrent_runs: 4
run_monitoring:
  enabled: true
  start_timeout_seconds: 60
  max_runtime_seconds: 1800
  poll_interval_seconds: 5
  free_slots_after_run_end_seconds: 60
sensors:
  use_threads: true
  num_workers: 4
schedules:
  use_threads: true
  num_workers: 2
retention:
  sensor:
    purge_after_days: {skipped: 1, success: 14, failure: 30}
  schedule:
    purge_after_days: {skipped: 1, success: 14, failure: 30}
"""

WORKSPACE = """\
load_from:
  - grpc_server:
      host: 127.0.0.1
      port: PORT
      location_name: rampart
"""

# A sensor waits for events up to its budget; Dagster must not give up on it before.
TICK_TIMEOUT_S = 60


def home(stack: Stack) -> Path:
    """The instance folder of a stack."""
    return stack.folder / "dagster"


def write(stack: Stack) -> None:
    """Write both files."""
    stack.data("dagster")
    settings = INSTANCE.replace("WORKERS", json.dumps(str(workers(stack))))
    (home(stack) / "dagster.yaml").write_text(settings)
    workspace(stack).write_text(WORKSPACE.replace("PORT", str(stack.ports["dagster_code"])))


def workspace(stack: Stack) -> Path:
    """The workspace file that webserver and daemon read."""
    return home(stack) / "workspace.yaml"


def workers(stack: Stack) -> Path:
    """The Unix socket where runs get their processes."""
    return home(stack) / "workers.sock"


def settings(stack: Stack) -> Mapping[str, str]:
    """What each Dagster process needs in its environment."""
    return {
        "DAGSTER_HOME": str(home(stack)),
        "DAGSTER_SENSOR_GRPC_TIMEOUT_SECONDS": str(TICK_TIMEOUT_S),
    }
