"""What a process costs: CPU by its own clock, memory with its share of what it shares."""

import time
from pathlib import Path
from typing import Final

MIB: Final = 2**20
_SCHEDULED: Final = 2  # of a process's three clocks, the one that counts what the scheduler gave it


def cpu_s(pid: int) -> float:
    """CPU of a process and all its threads so far, to the nanosecond; `/proc` counts in ticks."""
    return time.clock_gettime((~pid << 3) | _SCHEDULED)


def memory_bytes(pid: int) -> int:
    """Proportional set size of a process."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    line = next(line for line in rollup.splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) * 1024
