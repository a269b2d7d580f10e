"""NMX002."""

from collections.abc import Iterator

from metamodel.naming.derive import Derivation
from metamodel.naming.errors import NamesCollide
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
        entities = list(survey.of(self.kinds))
        for name in entities:
            document = name.facts.get("document")
            beside = [one for one in entities if one.facts.get("document") == document]
            before = beside[: beside.index(name)]
            yield from self._meeting(name, [one.text for one in before], survey)

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        yield from self._meeting(name, [name.facts.get("beside", name.text)], survey)

    def _meeting(self, name: CollectedName, others: list[str], survey: Survey) -> Iterator[Fault]:
        for other in others:
            try:
                Derivation((other, name.text), survey.dictionary)
            except NamesCollide as refused:
                yield self.wrong(name, f"meets `{other}`: {refused.args[1]}")
