"""What a step of the set-up is: it knows by the hash of its inputs whether it is done."""

import hashlib
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from ops.stack.environment import child_environment
from ops.stack.places import REPOSITORY

STAMPS = REPOSITORY / ".rampart" / "setup"


class StepFailed(Exception):
    """A step's command failed; the message ends with the last lines it printed."""


class Step(ABC):
    """One piece of the set-up."""

    name: ClassVar[str]
    needs: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def inputs(self) -> Iterable[Path]:
        """The files that decide what it makes."""

    @abstractmethod
    def output(self) -> Path:
        """What must exist once it is done."""

    @abstractmethod
    def run(self) -> None:
        """Do it. Raises StepFailed."""

    def done(self) -> bool:
        """Was it done with just these inputs?"""
        stamp = STAMPS / self.name
        return self.output().exists() and stamp.exists() and stamp.read_text() == self._hash()

    def mark(self) -> None:
        """Remember that it is done."""
        STAMPS.mkdir(parents=True, exist_ok=True)
        (STAMPS / self.name).write_text(self._hash())

    def call(self, *argv: str | Path, cwd: Path = REPOSITORY, path: Path | None = None) -> None:
        """Run a command, its output kept in a log. Raises StepFailed."""
        STAMPS.mkdir(parents=True, exist_ok=True)
        log = STAMPS / f"{self.name}.log"
        environment = child_environment({})
        if path is not None:
            environment["PATH"] = f"{path}:{environment.get('PATH', '')}"
        with log.open("w") as out:
            code = subprocess.run(
                [str(part) for part in argv],
                cwd=cwd,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                check=False,
            ).returncode
        if code:
            tail = "\n".join(log.read_text(errors="replace").splitlines()[-20:])
            command = " ".join(str(part) for part in argv)
            raise StepFailed(f"`{command}` exited with {code}\n{tail}\nAll of it: {log}")

    def _hash(self) -> str:
        digest = hashlib.sha256(sys.version.encode())
        for file in sorted(self.inputs()):
            digest.update(file.relative_to(REPOSITORY).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(file.read_bytes()).digest())
        return digest.hexdigest()
