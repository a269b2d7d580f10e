"""What was done outside Dagster, shown there as the evidence of an asset."""

from collections.abc import Mapping
from typing import Protocol

from metamodel.kernel.errors import RampartError

Evidence = Mapping[str, str | int | float | bool]


class ReportNotTaken(RampartError):
    """Dagster did not take the report about an asset."""

    code = "RPT-001"
    retryable = True
    hint = "What the report is about was done all the same; look whether Dagster's webserver runs."


class AssetReports(Protocol):
    """Dagster's record of an asset that others make. Raises ReportNotTaken."""

    def materialized(self, asset: str, evidence: Evidence, *, words: str) -> None:
        """The asset was made; `asset` is its key, parts joined by `/`."""
        ...

    def checked(self, asset: str, check: str, *, passed: bool, evidence: Evidence) -> None:
        """A check of the asset was made."""
        ...
