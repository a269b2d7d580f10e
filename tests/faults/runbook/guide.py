"""A section of the runbook, followed as an operator would."""

import io
import re
import shlex
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache

from ops.cli.main import run
from ops.monitoring.incidents import RUNBOOK
from ops.stack.components.audit_sink import AuditSink
from ops.stack.components.metrics import Metrics
from ops.stack.components.schema_registry import SchemaRegistry
from ops.stack.places import REPOSITORY
from ops.stack.supervisor import Supervisor

TIMEOUT_S = 60
REFUSED = 7  # curl's own code for nobody who listens
_STEP = re.compile(r"^\*\*(Told by|Look first|Do|Done when|Way back)\*\*", re.MULTILINE)
_COMMAND = re.compile(r"^\$ (.+)$", re.MULTILINE)
_PLAN = re.compile(r"\b[0-9a-f]{16}\b")


@dataclass(frozen=True, slots=True)
class Ran:
    """A command of the page as it was run, and what it said."""

    command: str
    code: int
    said: str


@cache
def sections() -> Mapping[str, str]:
    """The page's sections by title."""
    page = (REPOSITORY / RUNBOOK).read_text(encoding="utf-8")
    parts = (part.partition("\n") for part in page.split("\n## ")[1:])
    return {title: text for title, _, text in parts}


def steps_of(title: str) -> Mapping[str, str]:
    """A section's text by step."""
    _, *parts = _STEP.split(sections()[title])
    return dict(zip(parts[::2], parts[1::2], strict=True))


class Guide:
    """Follows a section's steps on a stack; `stands_for` says what its examples mean there."""

    def __init__(self, stack: Supervisor, title: str) -> None:
        self._steps = steps_of(title)
        self._plan = ""
        self._stands_for = {
            f"127.0.0.1:{kind.ports[name]}": f"127.0.0.1:{stack.ports[name]}"
            for kind, name in (
                (Metrics, "metrics"),
                (AuditSink, "audit_sink"),
                (SchemaRegistry, "schema_registry"),
            )
        }

    def follow(self, step: str, stands_for: Mapping[str, str] | None = None) -> Sequence[Ran]:
        """Run every command of a step in its order, whatever the one before said."""
        commands = _COMMAND.findall(self._steps[step])
        assert commands, f"the step {step!r} has no command"
        unused = [word for word in stands_for or {} if word not in "\n".join(commands)]
        assert not unused, f"the page does not say {unused}"
        meant = {**self._stands_for, **(stands_for or {})}
        return [self._run(command, meant) for command in commands]

    def _run(self, command: str, stands_for: Mapping[str, str]) -> Ran:
        for example, meant in stands_for.items():
            command = command.replace(example, meant)
        if "--plan " in command:
            assert self._plan, f"no plan was made before `{command}`"
            command = _PLAN.sub(self._plan, command)
        ran = _rampart(command) if command.startswith("rampart ") else _curl(command)
        if command.startswith("rampart streaming plan"):
            self._plan = _PLAN.findall(ran.said)[-1]
        sys.stdout.write(f"$ {ran.command}\n{ran.said}= {ran.code}\n")  # shown if a test fails
        return ran


def _rampart(command: str) -> Ran:
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = run(shlex.split(command)[1:])
    return Ran(command, code, said.getvalue())


def _curl(command: str) -> Ran:
    """What `curl -s URL` does, which not every machine has."""
    program, quiet, url = shlex.split(command)
    assert (program, quiet) == ("curl", "-s"), command
    try:
        with urllib.request.urlopen(f"http://{url}", timeout=TIMEOUT_S) as answer:
            return Ran(command, 0, answer.read().decode())
    except urllib.error.HTTPError as answer:
        return Ran(command, 0, answer.read().decode())
    except urllib.error.URLError as error:
        return Ran(command, REFUSED, str(error.reason))


def codes(ran: Sequence[Ran]) -> list[int]:
    """Exit codes, in order."""
    return [one.code for one in ran]
