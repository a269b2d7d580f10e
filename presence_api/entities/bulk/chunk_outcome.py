"""What became of the rows of a chunk that were not changed."""

from metamodel.kernel.errors import RampartError
from presence_api.entities.instance import InstanceUnknown
from presence_api.entities.writing.patching import RowChanging, RowHeld, VersionConflict
from presence_api.ports.bulk_jobs import Counts, ListedRow, RowError
from presence_api.ports.row_writer import ValueRefused


class ChunkOutcome:
    """Collects them while the chunk is done; each row is named once at most."""

    def __init__(self) -> None:
        self._errors: dict[int, RowError] = {}
        self._skipped = 0

    @property
    def conflicts(self) -> int:
        """How many rows somebody else holds, changes or has changed."""
        return self._skipped

    @property
    def errors(self) -> list[RowError]:
        """In the order of the list."""
        return [self._errors[number] for number in sorted(self._errors)]

    def counts(self, done: int) -> Counts:
        """All of them, and those that were changed."""
        return Counts(done, self._skipped, len(self._errors) - self._skipped)

    def changing(self, row: ListedRow) -> None:
        """Another operation changes it."""
        self._skip(row, RowChanging, "another operation changes it")

    def held(self, row: ListedRow, holder: str) -> None:
        """Somebody else holds its lock."""
        self._skip(row, RowHeld, f"{holder} holds it")

    def changed(self, row: ListedRow, version: int | None) -> None:
        """Somebody else has changed it since the job was queued."""
        self._skip(row, VersionConflict, f"version {row.version} was meant, it has {version}")

    def gone(self, row: ListedRow) -> None:
        """There is no such row any more for whom the job is."""
        self._add(row, InstanceUnknown.code, "it is not there any more, or not for you")

    def refused(self, row: ListedRow, why: str) -> None:
        """The database does not take the values for it."""
        self._add(row, ValueRefused.code, why)

    def forbidden(self, row: ListedRow, error: RampartError) -> None:
        """Whoever the job is for may not do it any more."""
        self._add(row, error.code, str(error))

    def _skip(self, row: ListedRow, error: type[RampartError], detail: str) -> None:
        self._skipped += 1
        self._add(row, error.code, detail)

    def _add(self, row: ListedRow, code: str, detail: str) -> None:
        self._errors[row.number] = RowError(row.number, row.id, code, detail)
