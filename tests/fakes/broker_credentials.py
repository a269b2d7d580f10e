"""A broker's passwords and key stores in memory."""

from collections.abc import Mapping

from orchestration.ports.broker_credentials import RotationRefused


class FakeBrokerCredentials:
    """Knows passwords, and refuses key stores of another node or whatever it is told to."""

    def __init__(self, passwords: Mapping[str, str] | None = None, *, refuses: str = "") -> None:
        self.passwords = dict(passwords or {})
        self.loaded: list[tuple[int, str, str]] = []
        self.refuses = refuses

    def replace_password(self, principal: str, password: str) -> None:
        if self.refuses:
            raise RotationRefused(principal, self.refuses)
        self.passwords[principal] = password

    def reload_certificate(self, node: int, listener: str, path: str) -> None:
        if self.refuses:
            raise RotationRefused(f"node {node}", self.refuses)
        self.loaded.append((node, listener, path))

    def knows(self, principal: str, password: str) -> bool:
        """Would it let that principal in?"""
        return self.passwords.get(principal) == password


class FakeSecret:
    """A secret in memory, and the next one."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.staged: bytes | None = None

    def read(self) -> bytes:
        return self.content

    def stage(self, content: bytes) -> None:
        self.staged = content

    def promote(self) -> None:
        assert self.staged is not None
        self.content, self.staged = self.staged, None

    def replace(self, content: bytes) -> None:
        self.content = content

    def discard(self) -> None:
        self.staged = None


class FakeClient:
    """A client that counts how often it was told to read its password again."""

    def __init__(self, secret: FakeSecret) -> None:
        self._secret = secret
        self.password = secret.read()

    def renew_credentials(self) -> None:
        self.password = self._secret.read()
