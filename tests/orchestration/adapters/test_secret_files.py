"""Files that only their owner reads."""

from pathlib import Path

from orchestration.adapters.secret_files import SecretFile, private_folder, write_secret


def test_a_secret_is_readable_for_its_owner_only_and_for_nobody_to_write(tmp_path: Path) -> None:
    file = write_secret(tmp_path / "password", b"first")
    assert file.stat().st_mode & 0o777 == 0o400


def test_a_secret_is_replaced_as_a_whole_and_leaves_no_draft(tmp_path: Path) -> None:
    write_secret(tmp_path / "password", b"first")
    write_secret(tmp_path / "password", b"second")
    assert [file.name for file in tmp_path.iterdir()] == ["password"]
    assert (tmp_path / "password").read_bytes() == b"second"


def test_a_private_folder_is_closed_to_others_even_if_it_was_open(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir(mode=0o755)
    assert private_folder(tmp_path / "open").stat().st_mode & 0o777 == 0o700


def test_what_is_staged_is_not_in_force_until_it_is_promoted(tmp_path: Path) -> None:
    file = SecretFile(write_secret(tmp_path / "password", b"old"))
    file.stage(b"new")
    assert file.read() == b"old"
    file.promote()
    assert file.read() == b"new"
    assert file.path.stat().st_mode & 0o777 == 0o400


def test_what_is_discarded_leaves_nothing(tmp_path: Path) -> None:
    file = SecretFile(write_secret(tmp_path / "password", b"old"))
    file.stage(b"new")
    file.discard()
    file.discard()
    assert [one.name for one in tmp_path.iterdir()] == ["password"]
