"""The declaration of streaming on disk, and passwords, one file a user."""

import stat
from collections.abc import Callable
from functools import partial
from pathlib import Path

from metamodel.events._catalogue import topics
from metamodel.kernel.errors import RampartError
from metamodel.streaming.declaration import Declaration
from metamodel.streaming.load import LoadedDeclaration, load_declaration
from orchestration.flows.apply_streaming_plan import PasswordMissing

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class DeclarationUnreadable(RampartError):
    """The file of the declaration cannot be read."""

    code = "DECL-004"
    hint = "Look at RAMPART_STREAMING_DECLARATION, the file's owner and its mode."


def load_declared(path: Path) -> LoadedDeclaration:
    """The declaration beside the events of this installation. Raises DeclarationUnreadable."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DeclarationUnreadable(str(path), str(error)) from error
    return load_declaration(text, topics(), str(path))


def read_declaration(path: Path) -> Declaration:
    """The same, without a fault. Raises DeclarationRefused too."""
    return load_declared(path).require()


def passwords_in(folder: Path) -> Callable[[str], str]:
    """Passwords by user, from files of the user's name that nobody else may read."""
    return partial(_password, folder)


def _password(folder: Path, user: str) -> str:
    path = folder / user
    try:
        if path.stat().st_mode & _OTHERS:
            raise PasswordMissing(user, f"{path} may be read by others: make its mode 0400")
        text = path.read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as error:
        raise PasswordMissing(user, str(error)) from error
    if not text:
        raise PasswordMissing(user, f"{path} is empty")
    return text
