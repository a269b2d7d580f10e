"""Tokens that a bench signs, and the files that the service finds their secret in."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import jwt

_SECRET: Final = "s" * 32
_FILES: Final = {"RAMPART_JWT_SECRET_FILE": "jwt", "RAMPART_PRESENCE_KEY_FILE": "key"}


@contextmanager
def secret_files() -> Iterator[dict[str, str]]:
    """The settings that name them, as long as the block lasts."""
    with tempfile.TemporaryDirectory() as folder:
        for name in _FILES.values():
            (Path(folder) / name).write_text(_SECRET)
        yield {setting: str(Path(folder) / name) for setting, name in _FILES.items()}


def bearer(tenant: str, group: str = "analyst") -> dict[str, str]:
    """The header of somebody of that tenant and group, good for an hour."""
    claims = {
        "sub": "anna",
        "name": "Anna",
        "tenant": tenant,
        "groups": [group],
        "exp": int(time.time()) + 3600,
    }
    return {"authorization": f"Bearer {jwt.encode(claims, _SECRET)}"}
