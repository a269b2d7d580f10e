"""A fuse that kills the process that reaches a named step of a rollup's build, once."""

import os
import signal
from dataclasses import dataclass
from pathlib import Path

from orchestration.settings import Settings


@dataclass(frozen=True, slots=True)
class Fuse:
    """A folder with a file for each fatal step; the file is gone before the death."""

    folder: Path

    @classmethod
    def beside(cls, settings: Settings) -> "Fuse":
        """The fuse of a stack, beside its published versions."""
        return cls(settings.publish_dir.parent / "fuse")

    def arm(self, step: str, of: str) -> None:
        """The next process that reaches `step` of a rollup or a model dies there."""
        self.folder.mkdir(exist_ok=True)
        self._file(step, of).touch()

    def blown(self, step: str, of: str) -> bool:
        """Has the step killed somebody?"""
        return not self._file(step, of).exists()

    def reach(self, step: str, of: str) -> None:
        """Die here, by SIGKILL, if the step is armed; of several processes only one does."""
        try:
            self._file(step, of).unlink()
        except FileNotFoundError:
            return
        os.kill(os.getpid(), signal.SIGKILL)

    def _file(self, step: str, of: str) -> Path:
        return self.folder / f"{step}@{of}"
