"""A registry of schemas: who writes asks it for ids, who reads finds schemas by them."""

from typing import Protocol

from metamodel.events._contract import Compatibility
from metamodel.kernel.errors import RampartError


class RegistryUnavailable(RampartError):
    """The schema registry did not answer, or not as one."""

    code = "REG-001"
    retryable = True
    hint = "Look at RAMPART_SCHEMA_REGISTRY_URL, and whether the registry runs."


class SchemaRefused(RampartError):
    """The registry holds the schema incompatible with what it has, or no schema at all."""

    code = "REG-002"
    hint = "`rampart streaming schema diff` says what differs, and who cannot read whom."


class RegistryLax(RampartError):
    """The registry took a schema that its mode forbids: what it says of itself is not true."""

    code = "REG-003"
    hint = "Set the mode of the subject, and look for a mode of the whole registry that wins."


class SchemaRegistry(Protocol):
    """Subjects, each with versions of a schema, by Confluent's rules.

    A schema is a text, and another text of equal meaning may be another schema to it. Ids are the
    registry's own: they have gaps, and subjects may share them. Raises RegistryUnavailable.
    """

    def register(self, subject: str, schema: str) -> int:
        """The schema's id, a new version if the subject does not have it. Raises SchemaRefused."""
        ...

    def id_of(self, subject: str, schema: str) -> int | None:
        """Id of a schema that the subject has; None: it does not have it."""
        ...

    def versions(self, subject: str) -> tuple[int, ...]:
        """Numbers of the subject's versions, oldest first; none: it is not known."""
        ...

    def accepts(self, subject: str, schema: str) -> bool:
        """Would the subject's mode let this schema be its next version? Nothing is registered."""
        ...

    def set_mode(self, subject: str, mode: Compatibility) -> None:
        """What a further version of a known subject must be able to do."""
        ...

    def remove(self, subject: str) -> None:
        """Forget a subject; one that is not known is no error."""
        ...
