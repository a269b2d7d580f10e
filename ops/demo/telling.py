"""Acts yield lines; whoever tells them takes the time, and stops at the first that breaks."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from metamodel.kernel.errors import RampartError


class LineBroken(RampartError):
    """A line of the story did not hold."""

    code = "DEMO-001"
    hint = "The stack's logs say more; `rampart demo --keep` leaves it running to look at."


@dataclass(frozen=True, slots=True)
class Line:
    """One claim that held: a letter of the story, what was done, and what shows it."""

    place: str
    claim: str
    evidence: str


Act = Callable[[], Iterator[Line]]


@dataclass(frozen=True, slots=True)
class Told:
    """A line as it was told; `held` is False for the one the story ended with."""

    line: Line
    seconds: float
    held: bool = True


class Teller:
    """Prints lines as they come, and the table at the end."""

    def __init__(self) -> None:
        self.told: list[Told] = []
        self._began = time.monotonic()

    def tell(self, acts: Sequence[Act]) -> bool:
        """Tell all acts; False once a line broke."""
        for act in acts:
            began = time.monotonic()
            lines = act()
            while True:
                try:
                    line = next(lines)
                except StopIteration:
                    break
                except RampartError as error:
                    place = self.told[-1].line.place if self.told else "?"
                    broken = Line(f"after {place}", act.__name__, error.explain())
                    self._add(Told(broken, time.monotonic() - began, held=False))
                    return False
                self._add(Told(line, time.monotonic() - began))
                began = time.monotonic()
        return True

    def table(self, closing: Sequence[str]) -> None:
        """Step, seconds, evidence; then how to look closer."""
        total = time.monotonic() - self._began
        print(f"\n{'step':<6} {'seconds':>8}  evidence")
        for item in self.told:
            print(f"{item.line.place:<6} {item.seconds:8.1f}  {item.line.evidence}")
        held = sum(item.held for item in self.told)
        print(f"{'all':<6} {total:8.1f}  {held} of {len(self.told)} lines held\n")
        print("\n".join(closing))

    def _add(self, item: Told) -> None:
        self.told.append(item)
        mark = "ok  " if item.held else "FAIL"
        line = item.line
        print(f"{mark} {line.place:<4} {line.claim}")
        print(f"{'':<10}{line.evidence}  ({item.seconds:.1f} s)")
        sys.stdout.flush()


def require(held: object, words: str) -> None:
    """Break the story unless something holds."""
    if not held:
        raise LineBroken(words)
