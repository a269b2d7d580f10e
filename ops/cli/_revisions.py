"""Another revision of a document: a file, or what git has of it."""

import subprocess
from pathlib import Path

from metamodel.kernel.errors import RampartError
from metamodel.model.load import load
from metamodel.model.metamodel import Metamodel
from orchestration.adapters.model_files import decode_document, read_document

TIMEOUT_S = 30


class RevisionUnknown(RampartError):
    """Neither a file nor a revision that git knows has this name."""

    code = "CLI-004"
    hint = "Name a file, a git revision such as `origin/main`, or `REVISION:PATH`."
    exit_code = 2


def metamodel_at(revision: str, document: Path) -> Metamodel:
    """The metamodel in a file, or as `document` was in a git revision.

    Raises RevisionUnknown, and DocumentRefused for a text that is no metamodel.
    """
    return load(_text(revision, document), revision).require()


def _text(revision: str, document: Path) -> str:
    file = Path(revision)
    if file.is_file():
        return read_document(file)
    name, _, path = revision.partition(":")
    folder = document.resolve().parent
    spec = f"{name}:{path}" if path else f"{name}:./{document.name}"
    try:
        done = subprocess.run(
            ["git", "show", "--end-of-options", spec],
            cwd=folder,
            capture_output=True,
            timeout=TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RevisionUnknown(revision, f"git does not answer: {error}") from error
    if done.returncode != 0:
        reason = done.stderr.decode(errors="replace").strip().splitlines()
        raise RevisionUnknown(revision, reason[0] if reason else "git does not know it")
    return decode_document(done.stdout, spec)
