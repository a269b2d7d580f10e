"""NMM003."""

from collections.abc import Iterator

from metamodel.naming import words
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, NamingRule, Survey

PREFIX = "rel_"


class UnfitRelation(NamingRule):
    """A relation's id does not begin with `rel_`, or a role does not end in what it is a role of.

    A role is `<meaning>_<target>`: the customer's nation is `customer_nation`.

    Why: the id is for ever and tells a relation from an entity; the role becomes a cube, and its
    name alone has to say whose rows it holds.

    Bad: `lineitem_order`, `relOrderCustomer`, `home_country` (role, target=nation),
    `CustomerNation` (role, target=nation).
    Good: `rel_lineitem_order`, `customer_nation` (role, target=nation).
    """

    code = "NMM003"
    kinds = (NameKind.RELATION, NameKind.ROLE)
    cure = "Ids are chosen once; change one only before the document is published."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        del survey
        parts = words.split(name.text)
        if not words.is_snake(name.text):
            yield self.wrong(name, "is not snake_case", words.snake(parts))
        elif name.kind is NameKind.RELATION:
            if not name.text.startswith(PREFIX):
                yield self.wrong(name, f"does not begin with `{PREFIX}`", f"{PREFIX}{name.text}")
        elif not name.text.endswith(f"_{name.facts.get('target', '')}"):
            yield self.wrong(name, f"does not end in `_{name.facts.get('target', '')}`")
