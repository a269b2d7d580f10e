"""Model files on disk: templates and overlays in, cubes out, and nothing touched in vain."""

import os
from collections.abc import Collection, Mapping
from pathlib import Path

from metamodel.kernel.errors import RampartError
from metamodel.model.finding import Finding, Severity
from metamodel.model.load import SCHEMA_FAULT, DocumentRefused

GENERATED = "# Generated from the metamodel;"
"""How each generated file begins; only such files are ever removed."""


class ModelFilesUnusable(RampartError):
    """A folder or file of the model cannot be read or written."""

    code = "FILE-001"
    hint = "Look at the path, its owner and its mode."


def read_document(path: Path) -> str:
    """A metamodel's text. Raises DocumentRefused and ModelFilesUnusable."""
    try:
        held = path.read_bytes()
    except OSError as error:
        raise ModelFilesUnusable(str(path), str(error)) from error
    return decode_document(held, str(path))


def decode_document(held: bytes, path: str) -> str:
    """The text of a metamodel read from `path`. Raises DocumentRefused if it is no UTF-8."""
    try:
        return held.decode()
    except UnicodeDecodeError as error:
        before = held[: error.start].decode().split("\n")
        message = f"the byte 0x{held[error.start]:02x} is no UTF-8"
        fault = Finding(
            code=SCHEMA_FAULT,
            severity=Severity.ERROR,
            pointer="",
            message=message,
            cure="Save the document as UTF-8.",
            line=len(before),
            column=len(before[-1]) + 1,
            path=path,
        )
        raise DocumentRefused((fault,)) from error


def read_templates(folder: Path) -> dict[str, str]:
    """All templates of a folder, by file name."""
    return _read(folder, "*.j2")


def read_overlays(folder: Path) -> dict[str, str]:
    """All overlays of a folder, by file name; a folder that is not there holds none."""
    return _read(folder, "*.yml") if folder.is_dir() else {}


def read_model(folder: Path) -> dict[str, str]:
    """All model files below a folder, by their path in it with `/`."""
    return _read(folder, "**/*.yml") if folder.is_dir() else {}


def write_model(
    folder: Path, files: Mapping[str, str], paths: Collection[str] | None = None
) -> tuple[str, ...]:
    """Make the folder hold these files; the paths that were written or removed, sorted.

    A file whose content is right already keeps its times. Generated files that are no longer wanted
    are removed, all others are left alone. Of given `paths` only those are looked at: the rest is
    known to be right. Raises ModelFilesUnusable.
    """
    present = read_model(folder) if paths is None else _read_some(folder, paths)
    files = files if paths is None else {path: files[path] for path in paths if path in files}
    written = [path for path, text in files.items() if present.get(path) != text]
    removed = [
        path for path, text in present.items() if path not in files and text.startswith(GENERATED)
    ]
    try:
        for path in written:
            _replace(folder / path, files[path])
        for path in removed:
            (folder / path).unlink()
    except OSError as error:
        raise ModelFilesUnusable(str(folder), str(error)) from error
    return tuple(sorted([*written, *removed]))


def _read_some(folder: Path, paths: Collection[str]) -> dict[str, str]:
    try:
        return {
            path: (folder / path).read_bytes().decode()
            for path in paths
            if (folder / path).is_file()
        }
    except (OSError, UnicodeDecodeError) as error:
        raise ModelFilesUnusable(str(folder), str(error)) from error


def _replace(path: Path, text: str) -> None:
    """Write beside it and rename: a reader sees the old text or the new one, never half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)


def _read(folder: Path, pattern: str) -> dict[str, str]:
    try:
        return {
            path.relative_to(folder).as_posix(): path.read_bytes().decode()
            for path in sorted(folder.glob(pattern))
            if not path.name.startswith(".")
        }
    except (OSError, UnicodeDecodeError) as error:
        raise ModelFilesUnusable(str(folder), str(error)) from error
