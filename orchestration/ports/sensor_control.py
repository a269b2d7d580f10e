"""The event sensor from outside: stop it, move it, start it."""

from typing import Protocol

from metamodel.kernel.errors import RampartError

EVENT_SENSOR = "preagg_refresh_sensor"  # its name in Dagster


class SensorUnreachable(RampartError):
    """Dagster's webserver did not answer, or does not know the sensor."""

    code = "SNS-002"
    retryable = True
    hint = "Look whether Dagster's webserver and code server run (`rampart stack status`)."


class SensorControl(Protocol):
    """One sensor of one code location. Raises SensorUnreachable."""

    def stop(self) -> None:
        """No new evaluation begins."""
        ...

    def start(self) -> None:
        """Evaluations begin again."""
        ...

    def evaluating(self) -> bool:
        """Is an evaluation under way?"""
        ...

    def cursor(self) -> str | None:
        """The stored cursor."""
        ...

    def set_cursor(self, cursor: str) -> None:
        """Store a cursor."""
        ...
