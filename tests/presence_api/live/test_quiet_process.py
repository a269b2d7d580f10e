"""The collector of a process that serves."""

import subprocess
import sys

ASK = """
import gc
from presence_api.live.quiet_process import THRESHOLDS, quiet_process
quiet_process()
assert gc.get_threshold() == THRESHOLDS
assert gc.get_freeze_count() > 0 and gc.isenabled()
"""


def test_what_is_there_is_passed_over_from_then_on() -> None:
    subprocess.run([sys.executable, "-c", ASK], check=True, timeout=60)
