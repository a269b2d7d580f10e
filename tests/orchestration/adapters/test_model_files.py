from pathlib import Path

import pytest

from metamodel.model.load import DocumentRefused
from orchestration.adapters.model_files import (
    GENERATED,
    ModelFilesUnusable,
    read_document,
    read_model,
    read_overlays,
    read_templates,
    write_model,
)

ORDERS = f"{GENERATED} one\ncubes: []\n"
FILES = {"cubes/orders.yml": ORDERS, "cubes/parts.yml": f"{GENERATED} two\n"}


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    assert write_model(tmp_path / "model", FILES) == ("cubes/orders.yml", "cubes/parts.yml")
    assert read_model(tmp_path / "model") == FILES


def test_a_file_that_is_right_already_is_not_touched(tmp_path: Path) -> None:
    write_model(tmp_path, FILES)
    before = (tmp_path / "cubes/orders.yml").stat()
    assert write_model(tmp_path, FILES | {"cubes/parts.yml": f"{GENERATED} new\n"}) == (
        "cubes/parts.yml",
    )
    after = (tmp_path / "cubes/orders.yml").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_other_line_ends_are_another_content(tmp_path: Path) -> None:
    write_model(tmp_path, FILES)
    (tmp_path / "cubes/orders.yml").write_bytes(ORDERS.replace("\n", "\r\n").encode())
    assert write_model(tmp_path, FILES) == ("cubes/orders.yml",)


def test_orphans_are_removed_and_strangers_are_left(tmp_path: Path) -> None:
    write_model(tmp_path, FILES)
    (tmp_path / "cubes/by_hand.yml").write_text("cubes: []\n")
    assert write_model(tmp_path, {"cubes/orders.yml": ORDERS}) == ("cubes/parts.yml",)
    assert set(read_model(tmp_path)) == {"cubes/orders.yml", "cubes/by_hand.yml"}


def test_no_half_written_files_remain(tmp_path: Path) -> None:
    write_model(tmp_path, FILES)
    assert sorted(item.name for item in (tmp_path / "cubes").iterdir()) == [
        "orders.yml",
        "parts.yml",
    ]


def test_templates_and_overlays_are_read_by_name(tmp_path: Path) -> None:
    (tmp_path / "cube.yml.j2").write_text("a")
    (tmp_path / "orders.yml").write_text("b")
    assert read_templates(tmp_path) == {"cube.yml.j2": "a"}
    assert read_overlays(tmp_path) == {"orders.yml": "b"}
    assert read_overlays(tmp_path / "nowhere") == {}
    assert read_model(tmp_path / "nowhere") == {}


def test_what_cannot_be_read_or_written_is_our_error(tmp_path: Path) -> None:
    (tmp_path / "orders.yml").write_bytes(b"\xff")
    with pytest.raises(ModelFilesUnusable):
        read_overlays(tmp_path)
    (tmp_path / "orders.yml").unlink()
    (tmp_path / "cubes").write_text("a file where a folder should be")
    with pytest.raises(ModelFilesUnusable):
        write_model(tmp_path, FILES)


def test_a_document_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "shop.json").write_bytes("{\r\n“größer”".encode())

    assert read_document(tmp_path / "shop.json") == "{\r\n“größer”"


def test_a_document_that_is_no_utf_8_is_a_finding_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "shop.json"
    file.write_bytes('{\n "é": "'.encode() + b"caf\xe9")

    with pytest.raises(DocumentRefused) as caught:
        read_document(file)

    (finding,) = caught.value.findings
    assert (finding.path, finding.line, finding.column) == (str(file), 2, 11)
    assert "0xe9" in finding.message


def test_a_document_that_is_not_there_is_said_by_its_path(tmp_path: Path) -> None:
    with pytest.raises(ModelFilesUnusable, match="nowhere"):
        read_document(tmp_path / "nowhere.json")
