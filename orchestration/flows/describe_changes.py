"""What a published version changed against the one that served before it, with the evidence."""

import json
from dataclasses import dataclass

from metamodel.compat.change import Bump, Change, required_bump
from metamodel.compat.consequences import Consequences, VersionHashes, consequences
from metamodel.compat.diff import diff
from metamodel.kernel.errors import RampartError
from metamodel.model.load import load
from metamodel.model.metamodel import Metamodel
from orchestration.ports.publications import Publication, Publications, PublicationState

ONCE_CURRENT = (PublicationState.RETIRED, PublicationState.REMOVED)


@dataclass(frozen=True, slots=True)
class ChangeEvidence:
    """Consequences by hashes, and every change of the document by member.

    `changes` is None where they are not known, and `why_unknown` says why.
    """

    consequences: Consequences
    changes: tuple[Change, ...] | None = None
    why_unknown: str = ""

    @property
    def required_bump(self) -> Bump | None:
        """Which part of the version number the changes ask for; None: not known."""
        return None if self.changes is None else required_bump(self.changes)


NOTHING_CHANGED = ChangeEvidence(Consequences(), ())


def describe_changes(
    previous: Publication | None, current: Publication, publications: Publications
) -> ChangeEvidence:
    """From one publication to a later one; never raises, for the later one serves already."""
    found = consequences(_hashes(previous) if previous else None, _hashes(current))
    if previous is None:
        return ChangeEvidence(found, None, "no version served before")
    try:
        before, after = (_document(item, publications) for item in (previous, current))
    except RampartError as error:
        return ChangeEvidence(found, None, error.explain())
    return ChangeEvidence(found, diff(before, after))


def served_before(current: Publication, publications: Publications) -> Publication | None:
    """The publication that `current` took the place of."""
    return next(
        (
            item
            for item in publications.history(current.name)
            if item.seq < current.seq and item.state in ONCE_CURRENT
        ),
        None,
    )


def _hashes(item: Publication) -> VersionHashes:
    return VersionHashes(item.spec_version, item.cube_fps, item.entity_fps, item.rollups)


def _document(item: Publication, publications: Publications) -> Metamodel:
    """The document as it was published. Raises DocumentRefused if the grammar has moved on."""
    return load(json.dumps(publications.document(item)), item.version).require()
