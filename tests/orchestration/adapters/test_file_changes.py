import threading
from pathlib import Path

from orchestration.adapters.file_changes import saves


def test_each_save_is_told_however_an_editor_does_it(tmp_path: Path) -> None:
    file, stop = tmp_path / "a.json", threading.Event()
    file.write_text("1")
    ticks = saves([file], [], stop)
    next(ticks)  # from here on nothing is missed

    file.write_text("2")
    next(ticks)
    beside = tmp_path / ".a.json.swp"
    beside.write_text("3")
    beside.replace(file)
    next(ticks)

    stop.set()
    assert list(ticks) == []


def test_anything_in_a_folder_counts_and_nothing_beside_a_file(tmp_path: Path) -> None:
    folder, stop = tmp_path / "templates", threading.Event()
    folder.mkdir()
    file = tmp_path / "a.json"
    ticks = saves([file], [folder, tmp_path / "absent"], stop)
    next(ticks)

    (tmp_path / "other.json").write_text("1")
    (folder / "cube.yml.j2").write_text("1")
    next(ticks)
    stop.set()
    assert list(ticks) == []
