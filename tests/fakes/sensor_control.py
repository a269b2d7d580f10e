"""A sensor that stops, moves and starts as told; `journal` says in which order."""

from orchestration.ports.sensor_control import SensorUnreachable


class FakeSensorControl:
    """Switches: `evaluations_left` looks until its evaluation ends; `overwrite`, what it stores."""

    def __init__(self, stored: str | None = None) -> None:
        self.stored = stored
        self.running = True
        self.evaluations_left = 0
        self.overwrite: str | None = None
        self.down = False
        self.journal: list[str] = []

    def stop(self) -> None:
        self._require()
        self.journal.append("stop")
        self.running = False

    def start(self) -> None:
        self.journal.append("start")
        self.running = True
        if self.overwrite is not None:
            self.stored = self.overwrite

    def evaluating(self) -> bool:
        self.evaluations_left -= 1
        return self.evaluations_left >= 0

    def cursor(self) -> str | None:
        self._require()
        return self.stored

    def set_cursor(self, cursor: str) -> None:
        self.journal.append("set")
        self.stored = cursor

    def _require(self) -> None:
        if self.down:
            raise SensorUnreachable("fake", "down")
