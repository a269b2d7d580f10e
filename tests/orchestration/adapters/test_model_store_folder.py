"""Published versions on disk; what every store promises is in the contract suite."""

from pathlib import Path

import pytest

from orchestration.adapters.model_store_folder import FolderModelStore
from orchestration.ports.model_store import VersionDiffers
from tests.fakes.rollups import model


def test_a_version_has_the_model_and_the_same_without_rollups(tmp_path: Path) -> None:
    FolderModelStore(tmp_path).write(model())

    found = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.yml")}
    assert found == {"shop-1/model/cubes/orders.yml", "shop-1/source/cubes/orders.yml"}


def test_the_server_may_read_what_another_user_wrote(tmp_path: Path) -> None:
    FolderModelStore(tmp_path).write(model())

    assert (tmp_path / "shop-1").stat().st_mode & 0o777 == 0o755


def test_a_file_that_was_edited_by_hand_is_told(tmp_path: Path) -> None:
    store = FolderModelStore(tmp_path)
    store.write(model())
    (tmp_path / "shop-1" / "model" / "cubes" / "orders.yml").write_text("by hand")

    with pytest.raises(VersionDiffers):
        store.write(model())


def test_a_write_that_fails_leaves_nothing(tmp_path: Path) -> None:
    broken = model(files="\ud800")  # no text that UTF-8 can hold

    with pytest.raises(UnicodeEncodeError):
        FolderModelStore(tmp_path).write(broken)

    assert list(tmp_path.iterdir()) == []


def test_a_draft_is_no_version(tmp_path: Path) -> None:
    (tmp_path / ".draft-1" / "model").mkdir(parents=True)

    assert not FolderModelStore(tmp_path).has("shop-1")
