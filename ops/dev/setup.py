"""Everything that Rampart runs on, installed into this folder: `python3 ops/dev/setup.py`.

Arguments name large parts that are only had on request: `schema-registry`.

Runs on a bare system Python (3.11 to 3.13), on the standard library alone. Exit code 0: done, 1: a
step failed, 2: the machine lacks something that could not be installed.
"""

import sys
from pathlib import Path

OLDEST, NEWEST = (3, 11), (3, 13)


def main() -> int:
    """Check this Python, then hand over to code that needs it."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        found = ".".join(map(str, sys.version_info[:2]))
        print(f"Rampart needs Python 3.11, 3.12 or 3.13, and this is {found} ({sys.executable}).")
        print("Run this file with another one, e.g. `python3.11 ops/dev/setup.py`.")
        return 2
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
    from ops.dev.installing import install  # noqa: PLC0415 - older Pythons cannot even read it

    return install(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
