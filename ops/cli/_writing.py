"""Files that a verb writes because it was told where."""

import os
from pathlib import Path

import click


def write_whole(path: Path, text: str) -> None:
    """Write beside it and rename: nobody reads half a document. A usage error if it cannot be."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(path)
    except OSError as error:
        raise click.UsageError(f"{path} cannot be written: {error}") from error
    finally:
        beside.unlink(missing_ok=True)
