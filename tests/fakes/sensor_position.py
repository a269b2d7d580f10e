"""What Dagster's daemon keeps of the event sensor, put into an instance by hand."""

import dagster as dg
from dagster._core.definitions.sensor_definition import SensorType
from dagster._core.remote_origin import (
    InProcessCodeLocationOrigin,
    RemoteInstigatorOrigin,
    RemoteRepositoryOrigin,
)
from dagster._core.scheduler.instigation import (
    InstigatorState,
    InstigatorStatus,
    InstigatorType,
    SensorInstigatorData,
)
from dagster._core.types.loadable_target_origin import LoadableTargetOrigin

from orchestration.ports.sensor_control import EVENT_SENSOR


def store_position(instance: dg.DagsterInstance, cursor: str) -> None:
    """Let the event sensor stand at `cursor`."""
    location = InProcessCodeLocationOrigin(LoadableTargetOrigin(module_name="nowhere"))
    repository = RemoteRepositoryOrigin(location, "__repository__")
    instance.add_instigator_state(
        InstigatorState(
            RemoteInstigatorOrigin(repository, EVENT_SENSOR),
            InstigatorType.SENSOR,
            InstigatorStatus.RUNNING,
            SensorInstigatorData(cursor=cursor, sensor_type=SensorType.STANDARD),
        )
    )
