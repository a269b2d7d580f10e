"""Entities, their members and their relations, from the metamodel documents."""

from collections.abc import Iterator

from metamodel.lint.subject import Subject
from metamodel.model.load import Loaded, load
from metamodel.model.positions import nearest
from metamodel.naming.names import CollectedName, NameKind
from ops.naming.collector import Collector
from ops.naming.tree import Tree

FOLDER = "metamodel/documents"
_MARK = '"formatVersion"'  # other files beside them hold answers


class DocumentNames(Collector):
    """What a document calls its parts; one that cannot be read is the business of its own lint."""

    name = "document_names"

    def collect(self, tree: Tree) -> Iterator[CollectedName]:
        for path in tree.below(FOLDER, ".json"):
            if _MARK in tree.text(path):
                loaded = load(tree.text(path), path)
                if loaded.model is not None:
                    yield from _Names(loaded, Subject(loaded.model)).all()


class _Names:
    def __init__(self, loaded: Loaded, subject: Subject) -> None:
        self._loaded, self._subject = loaded, subject

    def all(self) -> Iterator[CollectedName]:
        for place, entity in self._subject.entities():
            document = self._loaded.path
            yield self._at(f"{place}/name", NameKind.ENTITY, entity.name, document=document)
            yield self._at(f"{place}/cube", NameKind.CUBE, entity.cube, entity=entity.name)
            for index, item in enumerate(entity.attributes):
                at = f"{place}/attributes/{index}/name"
                yield self._at(at, NameKind.ATTRIBUTE, item.name, type=item.type.value)
            for index, computed in enumerate(entity.computed):
                at = f"{place}/computed/{index}/name"
                yield self._at(at, NameKind.DIMENSION, computed.name, cube=entity.cube)
            for index, measure in enumerate(entity.measures):
                at, facts = f"{place}/measures/{index}/name", {"type": measure.type.value}
                yield self._at(at, NameKind.MEASURE, measure.name, cube=entity.cube, **facts)
            for index, segment in enumerate(entity.segments):
                at = f"{place}/segments/{index}/name"
                yield self._at(at, NameKind.SEGMENT, segment.name, cube=entity.cube)
        yield from self._rollups()
        yield from self._relations()

    def _rollups(self) -> Iterator[CollectedName]:
        for place, _, item in self._subject.rollups():
            facts = {"granularity": item.time.granularity} if item.time else {}
            yield self._at(f"{place}/name", NameKind.PRE_AGGREGATION, item.name, **facts)

    def _relations(self) -> Iterator[CollectedName]:
        for index, item in enumerate(self._subject.model.relations):
            place = f"/relations/{index}"
            yield self._at(f"{place}/id", NameKind.RELATION, item.id)
            if item.role:
                yield self._at(f"{place}/role", NameKind.ROLE, item.role, target=item.target)

    def _at(self, pointer: str, kind: NameKind, text: str, **facts: str) -> CollectedName:
        place = nearest(self._loaded.positions, pointer)
        return CollectedName(kind, text, self._loaded.path, place.line, place.column, facts)
