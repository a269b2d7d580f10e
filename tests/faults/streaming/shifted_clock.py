"""The clock of a machine whose time is wrong."""

from datetime import datetime, timedelta

from metamodel.kernel.clock import SystemClock


class ShiftedClock(SystemClock):
    """Ahead of the machine's by so many seconds; what lasts a second, lasts one."""

    def __init__(self, shift_s: float) -> None:
        self._shift = timedelta(seconds=shift_s)

    def now(self) -> datetime:
        return super().now() + self._shift
