"""The watchdog of a foreground stack."""

import os
from pathlib import Path

from ops.stack import processes, watchdog
from tests.fakes.component import FakeComponent, fake_supervisor


def test_an_owner_that_dies_leaves_neither_processes_nor_folder(tmp_path: Path) -> None:
    folder = tmp_path / "stack"
    supervisor = fake_supervisor(folder, FakeComponent("cube"))
    supervisor.up()
    descriptor, dog = watchdog.start(folder)
    os.close(descriptor)  # what the kernel does for an owner that was killed
    assert dog.wait(timeout=30) == 0
    assert processes.leftovers(folder.as_posix()) == []
    assert not folder.exists()


def test_a_folder_that_is_to_be_kept_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "stack"
    fake_supervisor(folder)
    descriptor, dog = watchdog.start(folder)
    os.write(descriptor, watchdog.KEEP)
    os.close(descriptor)
    assert dog.wait(timeout=30) == 0
    assert folder.exists()
