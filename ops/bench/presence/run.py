"""`make bench-presence`: the presence service beside its peers, CPU first.

Server CPU is read from each process's own CPU clock, memory as PSS. All servers get the same events
of 128 bytes over loopback, in rounds by turns. A goal that is missed is said and does not fail the
run; a count that is wrong (lost, out of order, not known in the end) does.
"""

import argparse
import os
import resource
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from ops.bench.presence.answers import echo
from ops.bench.presence.arrivals import accept, many
from ops.bench.presence.attacks import attacks
from ops.bench.presence.bench import Bench
from ops.bench.presence.herd import herd
from ops.bench.presence.hot_room import hot, millions
from ops.bench.presence.instances import instances
from ops.bench.presence.locks import locks
from ops.bench.presence.peers import PEERS
from ops.bench.presence.quiet_room import quiet, single
from ops.bench.presence.service import rampart_service
from ops.bench.presence.sheet import Sheet
from ops.bench.presence.stalled_peers import stalled

CELLS: Final[Mapping[str, Callable[[Bench], Sequence[Sheet]]]] = {
    cell.__name__: cell
    for cell in (
        hot,
        millions,
        accept,
        many,
        quiet,
        echo,
        stalled,
        herd,
        attacks,
        locks,
        instances,
        single,
    )
}


def main(words: Sequence[str] | None = None) -> int:
    """Print each cell as it is done, and all goals at the end; 1 if a count was wrong."""
    asked = _parser().parse_args(words)
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))  # children inherit it
    sheets: list[Sheet] = []
    with rampart_service() as service:
        bench = Bench(service, asked.rounds, frozenset(asked.peers))
        for name in asked.cells:
            began, load = time.monotonic(), os.getloadavg()[0]
            found = CELLS[name](bench)
            sheets += found
            for sheet in found:
                print("\n".join(sheet.lines()))
            print(
                f"  {name}: {time.monotonic() - began:.0f} s, load {load:.1f} at its start\n",
                flush=True,
            )
    print("\n".join(_summary(sheets)))
    return 1 if any(sheet.faults for sheet in sheets) else 0


def _summary(sheets: Sequence[Sheet]) -> list[str]:
    verdicts = [(sheet.title, verdict) for sheet in sheets for verdict in sheet.verdicts()]
    met = sum(verdict[2] for _, verdict in verdicts)
    lines = [f"goals met: {met} of {len(verdicts)}"]
    lines += [f"  missed: {title}: {one[0]}: {one[1]}" for title, one in verdicts if not one[2]]
    return lines + [f"  FAULT: {sheet.title}: {one}" for sheet in sheets for one in sheet.faults]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ops.bench.presence.run")
    parser.add_argument(
        "--cells", type=_names(CELLS), default=list(CELLS), help="default: " + ",".join(CELLS)
    )
    parser.add_argument("--rounds", type=int, default=3, help="default: 3")
    parser.add_argument(
        "--peers", type=_names(PEERS), default=[], help="default: " + ",".join(PEERS)
    )
    return parser


def _names(known: Mapping[str, object]) -> Callable[[str], list[str]]:
    def names(text: str) -> list[str]:
        """Names with `,` between them."""
        found = text.split(",")
        wrong = [name for name in found if name not in known]
        if wrong:
            raise argparse.ArgumentTypeError(f"unknown: {', '.join(wrong)}")
        return found

    return names


if __name__ == "__main__":
    sys.exit(main())
