"""What every version that has a folder knows of rollups: who is meant by `cube.name`."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from metamodel.modelgen.rollup import Rollup
from orchestration.ports.ledger import PartitionKey
from orchestration.ports.publications import (
    HAS_FOLDER,
    Publication,
    Publications,
    PublicationState,
)


@dataclass(frozen=True, slots=True)
class ServedRollup:
    """A rollup, and the model version to name when Cube is asked to build it."""

    rollup: Rollup
    version: str


@dataclass(frozen=True, slots=True)
class RollupCatalogue:
    """All rollups of all live versions; versions that share a rollup share one entry."""

    by_path: Mapping[str, tuple[ServedRollup, ...]]

    def known(self, path: str) -> bool:
        """Does any live version have a rollup of this name?"""
        return path in self.by_path

    def named(self, paths: Collection[str]) -> tuple[ServedRollup, ...]:
        """The rollups of these names, in every live version."""
        return tuple(item for path in sorted(paths) for item in self.by_path.get(path, ()))

    def all(self) -> tuple[ServedRollup, ...]:
        """Every rollup."""
        return self.named(self.by_path)

    def keys(self, path: str, start: date | None, end: date | None) -> set[PartitionKey]:
        """The partitions that a range of days touches, in every version that knows the rollup."""
        return {
            key
            for item in self.by_path.get(path, ())
            for key in partition_keys(item.rollup, start, end)
        }


def partition_keys(
    rollup: Rollup, start: date | None = None, end: date | None = None
) -> set[PartitionKey]:
    """Ledger keys of the partitions of a rollup that [start, end] touches."""
    return {
        PartitionKey(rollup.rollup_fp, rollup.timezone, partition)
        for partition in rollup.partition_ids(start, end)
    }


def find_rollups(publications: Publications) -> RollupCatalogue:
    """The rollups of every version that has a folder; CURRENT is asked to build before others."""
    live = [item for item in publications.history() if item.state in HAS_FOLDER]
    live.sort(key=lambda item: item.state is not PublicationState.CURRENT)
    return catalogue_of(live)


def find_current_rollups(publications: Publications) -> RollupCatalogue:
    """The rollups of the versions that serve: what runs build, and what is worth asking for."""
    history = publications.history()
    return catalogue_of(item for item in history if item.state is PublicationState.CURRENT)


def catalogue_of(publications: Iterable[Publication]) -> RollupCatalogue:
    """The catalogue of these publications; the first that has a rollup gives the version."""
    by_fp: dict[tuple[str, str], ServedRollup] = {}
    for publication in publications:
        for rollup in publication.rollups:
            item = ServedRollup(rollup, publication.version)
            by_fp.setdefault((rollup.rollup_fp, rollup.timezone), item)
    by_path: dict[str, list[ServedRollup]] = {}
    for item in by_fp.values():
        by_path.setdefault(item.rollup.path, []).append(item)
    return RollupCatalogue({path: tuple(items) for path, items in sorted(by_path.items())})
