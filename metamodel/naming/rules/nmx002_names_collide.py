"""NMX002."""

from collections.abc import Iterator
from dataclasses import replace

from metamodel.naming.derive import Derivation, MetamodelName, Surface
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, NamingRule, Survey


class NamesMeet(NamingRule):
    """Two entities of one document would have the same name on some surface.

    Why: from a cube, a topic's key or a Redis key there must be one way back to the entity.

    Bad: `bus` (document=a, beside=buse), `order_item` (document=a, beside=orderItem).
    Good: `bus` (document=a, beside=order), `order_item` (document=a, beside=item).
    """

    code = "NMX002"
    kinds = (NameKind.ENTITY,)
    cure = "Rename one of the two."

    def check(self, survey: Survey) -> Iterator[Fault]:
        taken: dict[tuple[str, Surface, str], str] = {}
        derivation = Derivation((), survey.dictionary)
        for name in survey.of(self.kinds):
            for surface in Surface:
                derived = derivation.derive(MetamodelName(name.text), surface)
                key = (name.facts.get("document", ""), surface, derived)
                if (other := taken.setdefault(key, name.text)) != name.text:
                    yield self._meeting(name, other, surface, derived)
                    break

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        beside = replace(name, text=name.facts.get("beside", name.text))
        yield from self.check(replace(survey, names=(beside, name)))

    def _meeting(self, name: CollectedName, other: str, surface: Surface, derived: str) -> Fault:
        return self.wrong(name, f"meets `{other}`: both are {surface} `{derived}`")
