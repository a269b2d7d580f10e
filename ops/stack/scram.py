"""Passwords as Kafka keeps them: salted, so that no file and no command line holds one."""

import base64
import hashlib
import secrets
from typing import Final

MECHANISM: Final = "SCRAM-SHA-512"
ITERATIONS: Final = 8192
_SALT_BYTES: Final = 32


def salted(name: str, password: str, salt: bytes | None = None) -> str:
    """A credential in the words of Kafka's storage tool; the salt is random unless given."""
    salt = salt or secrets.token_bytes(_SALT_BYTES)
    key = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, ITERATIONS)
    told = {
        "name": name,
        "iterations": str(ITERATIONS),
        "salt": f'"{base64.b64encode(salt).decode()}"',
        "saltedpassword": f'"{base64.b64encode(key).decode()}"',
    }
    return f"{MECHANISM}=[{','.join(f'{key}={value}' for key, value in told.items())}]"
