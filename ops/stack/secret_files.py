"""Files that only their owner may read, replaced in one step."""

import os
import secrets
from pathlib import Path

READ_ONLY = 0o400


def write_secret(file: Path, content: bytes) -> Path:
    """Write a file that nobody else can read at any moment, instead of what was there."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, READ_ONLY)
    with os.fdopen(descriptor, "wb") as out:
        out.write(content)
    return draft.replace(file)


def private_folder(folder: Path) -> Path:
    """A folder that only its owner may enter, made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder
