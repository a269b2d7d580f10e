"""Publications, folders and rollup tables in memory."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from metamodel.kernel.clock import Clock
from metamodel.modelgen.generated import GeneratedModel
from metamodel.modelgen.rollup import Rollup
from orchestration.ports.model_store import VersionDiffers
from orchestration.ports.publications import Publication, PublicationState, PublishingElsewhere


class FakePublications:
    """The publication table as a list."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.rows: list[Publication] = []
        self.documents: dict[int, Mapping[str, Any]] = {}
        self.busy: set[str] = set()

    @contextmanager
    def publishing(self, name: str) -> Iterator[None]:
        if name in self.busy:
            raise PublishingElsewhere(name)
        self.busy.add(name)
        try:
            yield
        finally:
            self.busy.discard(name)

    def current(self, name: str) -> Publication | None:
        wanted = (name, PublicationState.CURRENT)
        return next((row for row in self.rows if (row.name, row.state) == wanted), None)

    def history(self, name: str | None = None) -> Sequence[Publication]:
        return tuple(row for row in reversed(self.rows) if name in (None, row.name))

    def document(self, publication: Publication) -> Mapping[str, Any]:
        return self.documents[publication.seq]

    def propose(self, model: GeneratedModel, document: Mapping[str, Any]) -> Publication:
        self.documents[len(self.rows) + 1] = document
        return self._add(
            Publication(
                seq=len(self.rows) + 1,
                name=model.name,
                version=model.version,
                spec_version=model.spec_version,
                state=PublicationState.CANDIDATE,
                cube_fps=model.cube_fps,
                entity_fps=model.entity_fps,
                rollups=model.rollups,
                created_at=self._clock.now(),
            )
        )

    def propose_again(self, earlier: Publication) -> Publication:
        self.documents[len(self.rows) + 1] = self.documents[earlier.seq]
        return self._add(
            replace(
                earlier,
                seq=len(self.rows) + 1,
                state=PublicationState.CANDIDATE,
                announced=False,
                reason=None,
            )
        )

    def flip(self, candidate: Publication) -> Publication:
        if self._row(candidate).state is not PublicationState.CANDIDATE:
            raise PublishingElsewhere(f"candidate {candidate.seq} is no longer one")
        current = self.current(candidate.name)
        if current:
            self._set(replace(current, state=PublicationState.RETIRED))
        return self._set(replace(self._row(candidate), state=PublicationState.CURRENT))

    def refuse(self, candidate: Publication, reason: str) -> None:
        if self._row(candidate).state is PublicationState.CANDIDATE:
            self._set(replace(self._row(candidate), state=PublicationState.REFUSED, reason=reason))

    def remove(self, publication: Publication) -> None:
        if self._row(publication).state is PublicationState.RETIRED:
            self._set(replace(self._row(publication), state=PublicationState.REMOVED))

    def announced(self, publication: Publication) -> None:
        self._set(replace(self._row(publication), announced=True))

    def _add(self, row: Publication) -> Publication:
        self.rows.append(row)
        return row

    def _row(self, publication: Publication) -> Publication:
        return self.rows[publication.seq - 1]

    def _set(self, row: Publication) -> Publication:
        self.rows[row.seq - 1] = row
        return row


class FakeModelStore:
    """Versions' files by version."""

    def __init__(self) -> None:
        self.versions: dict[str, Mapping[str, str]] = {}

    def write(self, model: GeneratedModel) -> None:
        if dict(self.versions.setdefault(model.version, dict(model.files))) != dict(model.files):
            raise VersionDiffers(model.version)

    def has(self, version: str) -> bool:
        return version in self.versions

    def read(self, version: str) -> Mapping[str, str]:
        return self.versions[version]

    def remove(self, version: str) -> None:
        self.versions.pop(version, None)


class FakeRollupTables:
    """Looks at the tables that a fake Cube has built; each has as many rows as `row_count`."""

    def __init__(self, built: Mapping[Any, str], row_count: int = 10) -> None:
        self._built = built
        self.row_count = row_count
        self.hidden: set[str] = set()  # built, says Cube, but not there
        self.evidence: dict[str, str] = {}

    def existing(self, tables: Collection[str]) -> set[str]:
        return (set(tables) & set(self._built.values())) - self.hidden

    def drop(self, tables: Collection[str]) -> None:
        self.hidden |= set(tables)

    def rows(self, table: str) -> int:
        return self.row_count

    def outside(self, rollup: Rollup) -> str | None:
        return self.evidence.get(rollup.path)
