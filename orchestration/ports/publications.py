"""Which model versions exist, and which one serves."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from metamodel.kernel.errors import RampartError
from metamodel.modelgen.generated import GeneratedModel
from metamodel.modelgen.rollup import Rollup


class NothingPublished(RampartError):
    """No version of this metamodel has ever been published."""

    code = "PUB-001"
    hint = "`rampart modelgen publish` first."


class PublishingElsewhere(RampartError):
    """Somebody else is publishing this metamodel right now."""

    code = "PUB-002"
    retryable = True
    hint = "Wait for the other publish to end; nothing was changed by this one."
    exit_code = 1


class PublicationState(StrEnum):
    """Where a publication stands."""

    CANDIDATE = "CANDIDATE"
    CURRENT = "CURRENT"
    RETIRED = "RETIRED"
    REFUSED = "REFUSED"
    REMOVED = "REMOVED"


HAS_FOLDER = (PublicationState.CANDIDATE, PublicationState.CURRENT, PublicationState.RETIRED)


@dataclass(frozen=True, slots=True)
class Publication:
    """One row of the history of a metamodel's versions."""

    seq: int
    name: str
    version: str
    spec_version: str
    state: PublicationState
    cube_fps: Mapping[str, str]
    entity_fps: Mapping[str, str]
    rollups: tuple[Rollup, ...]
    created_at: datetime
    announced: bool = False
    reason: str | None = None


class Publications(Protocol):
    """The table `metamodel_publication`."""

    def publishing(self, name: str) -> AbstractContextManager[None]:
        """Hold the right to publish `name`. Raises PublishingElsewhere at once if it is taken."""
        ...

    def current(self, name: str) -> Publication | None:
        """The version that serves."""
        ...

    def history(self, name: str | None = None) -> Sequence[Publication]:
        """All publications, newest first; of every metamodel when no name is given."""
        ...

    def document(self, publication: Publication) -> Mapping[str, Any]:
        """The metamodel's document as it was proposed."""
        ...

    def propose(self, model: GeneratedModel, document: Mapping[str, Any]) -> Publication:
        """A new CANDIDATE."""
        ...

    def propose_again(self, earlier: Publication) -> Publication:
        """A new CANDIDATE with the content of an earlier publication."""
        ...

    def flip(self, candidate: Publication) -> Publication:
        """CURRENT becomes RETIRED and the candidate CURRENT, in one transaction."""
        ...

    def refuse(self, candidate: Publication, reason: str) -> None:
        """The candidate is REFUSED; the version before goes on."""
        ...

    def remove(self, publication: Publication) -> None:
        """The publication is REMOVED: its folder is gone."""
        ...

    def announced(self, publication: Publication) -> None:
        """Its event was delivered."""
        ...
