"""The entities of the metamodels that serve, read from `rampart.metamodel_publication`.

A thread looks every few seconds whether something was published; asking reads what it last saw.
"""

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final

import msgspec

from metamodel.kernel.errors import RampartError
from metamodel.model.entity import Entity
from metamodel.model.load import load
from metamodel.model.metamodel import Metamodel
from metamodel.modelgen.affected import AffectedRollup, RollupReach
from metamodel.modelgen.plan import plan
from metamodel.modelgen.rollup import Rollup
from presence_api.adapters.postgres import session
from presence_api.ports.entity_catalogue import EntityShape
from presence_api.ports.published_models import PublishedModel
from presence_api.threads import WorkerThread

Prepare = Callable[[Sequence[PublishedModel]], object]
LOOK_S: Final = 5.0
_SEQS: Final = """
SELECT coalesce(array_agg(seq ORDER BY seq), '{}') FROM rampart.metamodel_publication
WHERE state = 'CURRENT'
"""
_PUBLICATIONS: Final = """
SELECT document, version, hashes FROM rampart.metamodel_publication
WHERE state = 'CURRENT' ORDER BY seq
"""


class PublishedEntities(WorkerThread):
    """What serves now, at most `look_s` old; a part of a process. Before its first look: nothing.

    While the database is away, what was seen last counts, and `fault` says so.
    """

    name = "metamodel"

    def __init__(self, url: str, timeout_s: float, look_s: float = LOOK_S) -> None:
        super().__init__(self.name, self._run, stop_s=timeout_s)
        self._url, self._timeout_s, self._look_s = url, timeout_s, look_s
        self._shapes: Mapping[str, EntityShape] | None = None
        self._by_cube: Mapping[str, EntityShape] = {}
        self._published: Sequence[PublishedModel] = ()
        self._reaches: dict[int, RollupReach] = {}  # of those models, by identity
        self._seqs: list[int] | None = None
        self._prepares: list[Prepare] = []
        self._fault = "not looked yet"

    @property
    def known(self) -> bool:
        """Was there ever an answer?"""
        return self._shapes is not None

    @property
    def fault(self) -> str:
        """Why it does not know what serves now; empty: it does."""
        return self._fault

    def find(self, entity: str) -> EntityShape | None:
        return (self._shapes or {}).get(entity)

    def of_cube(self, cube: str) -> EntityShape | None:
        return self._by_cube.get(cube)

    def published(self) -> Sequence[PublishedModel]:
        return self._published

    def all(self) -> Sequence[Metamodel]:
        return [one.model for one in self._published]

    def of(self, entity: str) -> Metamodel | None:
        return next((one for one in reversed(self.all()) if one.entity(entity)), None)

    def affected(
        self, model: Metamodel, entity: Entity, changed: Collection[str]
    ) -> Sequence[AffectedRollup]:
        reaches = self._reaches
        if id(model) not in reaches:
            reaches[id(model)] = RollupReach(plan(model))
        return reaches[id(model)].affected(entity, changed)

    def before_serving(self, prepare: Prepare) -> None:
        """Have `prepare` called in the thread that looks, with what will serve after it."""
        self._prepares.append(prepare)

    def look(self) -> None:
        """Look once."""
        try:
            self._read()
        except RampartError as error:
            self._fault = error.explain()
        else:
            self._fault = ""

    def _run(self, stop: threading.Event) -> None:
        while not stop.is_set():
            self.look()
            stop.wait(self._look_s)

    def _read(self) -> None:
        with session(self._url, self._timeout_s, "rampart presence metamodel") as connection:
            ((seqs,),) = connection.ask(_SEQS).fetchall()
            if seqs == self._seqs:
                return
            rows = connection.ask(_PUBLICATIONS).fetchall()
        found = [_published(*row) for row in rows]
        for prepare in self._prepares:
            prepare(found)
        shapes = [shape for one in found for shape in shapes_of(one.model)]
        self._shapes = {shape.name: shape for shape in shapes}
        self._by_cube = {shape.cube: shape for shape in shapes}
        self._reaches, self._published, self._seqs = {}, found, seqs


def shapes_of(model: Metamodel) -> tuple[EntityShape, ...]:
    """What rooms and locks need to know of each entity."""
    return tuple(
        EntityShape(item.name, len(item.keys.primary), shared=not item.tenant_owned, cube=item.cube)
        for item in model.entities
    )


def _published(document: Any, version: str, hashes: Mapping[str, Any]) -> PublishedModel:
    """`hashes` are as the flow that publishes writes them; of what only serves rows, empty."""
    return PublishedModel(
        load(msgspec.json.encode(document).decode()).require(),
        version,
        hashes.get("cubes", {}),
        tuple(Rollup.from_json(one) for one in hashes.get("rollups", ())),
    )
