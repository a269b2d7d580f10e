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


class SecretFile:
    """One secret in a file, and beside it the next one until that is in force."""

    def __init__(self, file: Path) -> None:
        self.path = file
        self.next_path = file.with_name(f"{file.name}.next")

    def read(self) -> bytes:
        """What is in force."""
        return self.path.read_bytes()

    def stage(self, content: bytes) -> None:
        """Keep what shall be next: whoever stops here has not lost it."""
        write_secret(self.next_path, content)

    def promote(self) -> None:
        """What was staged is in force from now on."""
        self.next_path.replace(self.path)

    def replace(self, content: bytes) -> None:
        """Put this in force from now on, without a stage."""
        write_secret(self.path, content)

    def discard(self) -> None:
        """Forget what was staged."""
        self.next_path.unlink(missing_ok=True)
