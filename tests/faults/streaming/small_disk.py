"""A file system of a few megabytes for a broker's log, to be filled and emptied."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.not_proven import not_proven

SIZE_MIB = 96
BALLAST = "ballast"


class SmallDisk:
    """Mounted in place of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def fill(self, leave_bytes: int) -> None:
        """Until so much is free."""
        left = os.statvfs(self._folder)
        size = left.f_bavail * left.f_frsize - leave_bytes
        with (self._folder / BALLAST).open("wb") as out:
            os.posix_fallocate(out.fileno(), 0, size)

    def make_room(self) -> None:
        """Take out what filled it."""
        (self._folder / BALLAST).unlink()


@contextmanager
def small_disk(folder: Path) -> Iterator[SmallDisk]:
    """What lies in a folder lies on a small disk inside, and as it was before after it.

    Nobody may use the folder at either end.
    """
    aside = folder.with_name(f"{folder.name}.aside")
    folder.rename(aside)
    folder.mkdir()
    try:
        _mount(folder)
        try:
            shutil.copytree(aside, folder, dirs_exist_ok=True)
            yield SmallDisk(folder)
        finally:
            subprocess.run(["umount", str(folder)], check=True)
    finally:
        folder.rmdir()
        aside.rename(folder)


def _mount(folder: Path) -> None:
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MIB}m", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        not_proven("small disk: this user may not mount one")
