"""What can go wrong with a stack as a whole."""

from pathlib import Path

from metamodel.kernel.errors import RampartError


class StackHalfDead(RampartError):
    """A stack of that name runs, but some of its components have died."""

    code = "STACK-001"
    hint = "Look at the logs, then end what is left with `rampart stack down NAME`."


class StackBusy(RampartError):
    """Another command holds the stack of that name: starts it, stops it, or runs inside it."""

    code = "STACK-002"
    retryable = True
    hint = "Wait until that command is done, or use another name."
    exit_code = 1


class StackRuns(RampartError):
    """A stack of that name runs already, and this caller needs one of its own."""

    code = "STACK-003"
    hint = "Use another name, or end it with `rampart stack down NAME`."


class StackDown(RampartError):
    """No stack of that name runs."""

    code = "STACK-004"
    hint = "Start it with `rampart stack up NAME`."


class ComponentFailed(RampartError):
    """A component did not become ready; its log's last lines are part of the message."""

    code = "STACK-005"
    hint = "The log named here holds the whole story."
    exit_code = 3

    def __init__(self, component: str, reason: str, log: str = "", tail: str = "") -> None:
        super().__init__(component, reason, log, tail)
        self.component, self.reason, self.log, self.tail = component, reason, log, tail

    def __str__(self) -> str:
        lines = [f"{self.component} {self.reason}"]
        if self.log:
            lines.append(f"  log: {self.log}")
        return "\n".join(lines + [f"  | {line}" for line in self.tail.splitlines()])


class ComponentUnknown(RampartError):
    """A name is not a component of this stack, or components need each other in a circle."""

    code = "STACK-006"
    hint = "Components are the files of ops/stack/components."


class PartMissing(RampartError):
    """A program or package that a profile runs on is not installed."""

    code = "STACK-007"
    hint = "Run `make setup`."
    exit_code = 3


class NoFreePorts(RampartError):
    """Not enough free ports below 32768 on the loopback address."""

    code = "STACK-008"
    retryable = True
    hint = "End what listens there; `ss -ltn` shows it."


class NameRefused(RampartError):
    """A stack's name is not usable as a folder name."""

    code = "STACK-009"
    hint = "Use lower-case letters, digits, `_` and `-`, at most 40."
    exit_code = 2


class ShapeRefused(RampartError):
    """No profile has that many brokers, or no such profile runs here."""

    code = "STACK-010"
    hint = "`embedded` has one broker, `local` one or three; the others run elsewhere."
    exit_code = 2


class ShapeDiffers(RampartError):
    """A stack of that name was made with another profile or another number of brokers."""

    code = "STACK-011"
    hint = "Use another name, or remove the old one with `rampart stack down NAME --forget`."
    exit_code = 1


def tail_of(log: Path, lines: int = 15) -> str:
    """The last lines of a log, or nothing."""
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    except FileNotFoundError:
        return ""
