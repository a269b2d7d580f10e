"""A sensor daemon that is killed at one step of its durable writes: `STEP WORKSPACE_FILE`.

It evaluates the sensors as Dagster's daemon does, until the event sensor reaches the step; ends by
SIGKILL there, and with an error if it never gets there.
"""

import logging
import os
import signal
import sys
from contextlib import AbstractContextManager, nullcontext
from unittest.mock import patch

from dagster import DagsterInstance
from dagster._core.scheduler.instigation import InstigatorState, SensorInstigatorData
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import WorkspaceFileTarget
from dagster._daemon.sensor import execute_sensor_iteration

from orchestration.ports.sensor_control import EVENT_SENSOR
from tests.eventually import eventually

TICK_HELD, RUN_IDS_RESERVED = "TICK_HELD", "RUN_IDS_RESERVED"
RUN_CREATED, RUN_LAUNCHED = "RUN_CREATED", "RUN_LAUNCHED"
TICK_WRITTEN = "TICK_WRITTEN"  # between the tick's last row and the cursor's: no flag of Dagster's
STEPS = (TICK_HELD, RUN_IDS_RESERVED, RUN_CREATED, RUN_LAUNCHED, TICK_WRITTEN)
PATIENCE_S = 40


def fatal_at_the_cursor() -> AbstractContextManager[object]:
    """While it lasts, storing the event sensor's cursor at the end of a tick is fatal."""
    store = DagsterInstance.update_instigator_state

    def update(instance: DagsterInstance, state: InstigatorState) -> InstigatorState:
        data = state.instigator_data
        stored = isinstance(data, SensorInstigatorData) and data.last_tick_success_timestamp
        if stored and state.instigator_name == EVENT_SENSOR:
            os.kill(os.getpid(), signal.SIGKILL)
        return store(instance, state)

    return patch.object(DagsterInstance, "update_instigator_state", update)


def main(step: str, workspace: str) -> None:
    """Evaluate until it kills."""
    logger = logging.getLogger("crashing-daemon")
    target = WorkspaceFileTarget([workspace])
    by_flag = step != TICK_WRITTEN
    flags = {EVENT_SENSOR: {step: signal.SIGKILL}} if by_flag else {}
    with (
        nullcontext() if by_flag else fatal_at_the_cursor(),
        DagsterInstance.get() as instance,
        WorkspaceProcessContext(instance, target) as context,
    ):

        def evaluate() -> None:
            for _ in execute_sensor_iteration(
                context,
                logger,
                threadpool_executor=None,
                submit_threadpool_executor=None,
                debug_crash_flags=flags,
            ):
                pass

        eventually(evaluate, lambda _: False, f"death at {step}", timeout_s=PATIENCE_S)


if __name__ == "__main__":
    main(*sys.argv[1:])
