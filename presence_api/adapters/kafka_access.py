"""Who the service is to the broker, and whom it believes: the one place here that reads files."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from metamodel.streaming.broker_access import ClientOptions, CredentialsMissing, ListenerSecurity


@dataclass(frozen=True, slots=True)
class KafkaAccess:
    """By default nobody in particular, on a plain connection."""

    security: ListenerSecurity = field(default_factory=ListenerSecurity)
    user: str = ""
    password_file: Path | None = None
    ca_file: Path | None = None

    def options(self) -> ClientOptions:
        """A client's settings, the password as its file says now. Raises CredentialsMissing."""
        asked = self.security
        password = _text(self.password_file, "password") if asked.asks_for_password else ""
        authority = _text(self.ca_file, "authority") if asked.asks_for_authority else ""
        return asked.options(self.user, password, authority)


PLAIN: Final = KafkaAccess()


def _text(file: Path | None, what: str) -> str:
    if file is None:
        raise CredentialsMissing(f"no file with the {what} is named")
    try:
        return file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise CredentialsMissing(f"the file with the {what}", str(error)) from error
