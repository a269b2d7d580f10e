"""Where things lie."""

from pathlib import Path

import pytest

from ops.stack import places
from ops.stack.errors import NameRefused, PartMissing


@pytest.mark.parametrize("name", ["", "..", "a/b", "A", "-a", "a" * 41, "cache", "setup"])
def test_a_name_that_is_no_plain_folder_is_refused(name: str) -> None:
    with pytest.raises(NameRefused):
        places.stack_folder(name)


def test_a_stack_lives_below_the_state_folder() -> None:
    assert places.stack_folder("test-1") == places.STATE / "test-1"


def test_programs_come_from_the_wheels() -> None:
    programs, libraries = places.postgres_programs()
    for program in (places.java(), places.node(), places.valkey(), programs / "bin" / "postgres"):
        assert program.is_file()
    assert libraries.is_dir()
    assert places.script("dagster").is_file()


def test_what_is_not_installed_is_missed_by_name(tmp_path: Path) -> None:
    with pytest.raises(PartMissing, match="no_such_module"):
        places.wheel_folder("no_such_module")
    with pytest.raises(PartMissing, match="nothing"):
        places.existing(tmp_path / "nothing")


def test_the_class_path_names_every_jar_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "KAFKA_JARS", tmp_path)
    with pytest.raises(PartMissing):
        places.kafka_class_path()
    for name in ("b.jar", "a.jar"):
        (tmp_path / name).touch()
    assert places.kafka_class_path() == f"{tmp_path}/a.jar:{tmp_path}/b.jar"
