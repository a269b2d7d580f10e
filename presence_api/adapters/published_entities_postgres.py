"""The entities of the metamodels that serve, read from `rampart.metamodel_publication`.

A thread looks every few seconds whether something was published; asking reads what it last saw.
"""

import threading
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import msgspec

from metamodel.kernel.errors import RampartError
from metamodel.model.entity import Entity
from metamodel.model.load import load
from metamodel.model.metamodel import Metamodel
from metamodel.modelgen.affected import AffectedRollup, RollupReach
from metamodel.modelgen.plan import plan
from presence_api.adapters.postgres import session
from presence_api.ports.entity_catalogue import EntityShape

LOOK_S: Final = 5.0
_SEQS: Final = """
SELECT coalesce(array_agg(seq ORDER BY seq), '{}') FROM rampart.metamodel_publication
WHERE state = 'CURRENT'
"""
_DOCUMENTS: Final = """
SELECT document FROM rampart.metamodel_publication WHERE state = 'CURRENT' ORDER BY seq
"""


class PublishedEntities:
    """What serves now, at most `look_s` old; a part of a process. Before its first look: nothing.

    While the database is away, what was seen last counts, and `fault` says so.
    """

    name = "metamodel"

    def __init__(self, url: str, timeout_s: float, look_s: float = LOOK_S) -> None:
        self._url, self._timeout_s, self._look_s = url, timeout_s, look_s
        self._shapes: Mapping[str, EntityShape] | None = None
        self._by_cube: Mapping[str, EntityShape] = {}
        self._models: Sequence[Metamodel] = ()
        self._reaches: dict[int, RollupReach] = {}  # of those models, by identity
        self._seqs: list[int] | None = None
        self._fault = "not looked yet"
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)

    @property
    def known(self) -> bool:
        """Was there ever an answer?"""
        return self._shapes is not None

    @property
    def alive(self) -> bool:
        """Does it look?"""
        return self._thread.is_alive()

    @property
    def fault(self) -> str:
        """Why it does not know what serves now; empty: it does."""
        return self._fault

    def find(self, entity: str) -> EntityShape | None:
        return (self._shapes or {}).get(entity)

    def of_cube(self, cube: str) -> EntityShape | None:
        return self._by_cube.get(cube)

    def all(self) -> Sequence[Metamodel]:
        return self._models

    def of(self, entity: str) -> Metamodel | None:
        return next((one for one in reversed(self._models) if one.entity(entity)), None)

    def affected(
        self, model: Metamodel, entity: Entity, changed: Collection[str]
    ) -> Sequence[AffectedRollup]:
        reaches = self._reaches
        if id(model) not in reaches:
            reaches[id(model)] = RollupReach(plan(model))
        return reaches[id(model)].affected(entity, changed)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """End; returns once the look that is under way is over."""
        self._stop.set()
        self._thread.join(self._timeout_s)

    def look(self) -> None:
        """Look once."""
        try:
            self._read()
        except RampartError as error:
            self._fault = error.explain()
        else:
            self._fault = ""

    def _run(self) -> None:
        while not self._stop.is_set():
            self.look()
            self._stop.wait(self._look_s)

    def _read(self) -> None:
        with session(self._url, self._timeout_s, "rampart presence metamodel") as connection:
            ((seqs,),) = connection.ask(_SEQS).fetchall()
            if seqs == self._seqs:
                return
            documents = [row[0] for row in connection.ask(_DOCUMENTS).fetchall()]
        models = [_model(document) for document in documents]
        shapes = [shape for model in models for shape in shapes_of(model)]
        self._shapes = {shape.name: shape for shape in shapes}
        self._by_cube = {shape.cube: shape for shape in shapes}
        self._reaches, self._models, self._seqs = {}, models, seqs


def shapes_of(model: Metamodel) -> tuple[EntityShape, ...]:
    """What rooms and locks need to know of each entity."""
    return tuple(
        EntityShape(item.name, len(item.keys.primary), shared=not item.tenant_owned, cube=item.cube)
        for item in model.entities
    )


def _model(document: Any) -> Metamodel:
    return load(msgspec.json.encode(document).decode()).require()
