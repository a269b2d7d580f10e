"""The folders from which Cube reads published versions."""

from collections.abc import Mapping
from typing import Protocol

from metamodel.kernel.errors import RampartError
from metamodel.modelgen.generated import GeneratedModel


class VersionDiffers(RampartError):
    """A folder of this version exists, with other content; versions are immutable."""

    code = "STO-001"
    hint = "Somebody edited a published folder by hand: remove it, and publish again."


class ModelStore(Protocol):
    """One immutable folder per version, with `model/` and `source/`."""

    def write(self, model: GeneratedModel) -> None:
        """Write a version, all of it or nothing. Raises VersionDiffers."""
        ...

    def has(self, version: str) -> bool:
        """Is the version's folder there?"""
        ...

    def read(self, version: str) -> Mapping[str, str]:
        """The files of `model/` by relative path."""
        ...

    def remove(self, version: str) -> None:
        """Take the folder away; no error if it is gone."""
        ...
