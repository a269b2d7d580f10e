"""NMD001."""

from collections.abc import Iterator

from metamodel.naming import words
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, NamingRule, Survey

FEWEST_PARTS = 2
MADE_LATER = "*"


class UnfitAssetKey(NamingRule):
    """An asset key is not `<domain>/<noun>` in snake_case.

    A part that is made at run time is written `*`.

    Why: an asset is a thing, not something that is done; its first part groups the graph.

    Bad: `orders`, `preagg/build_orders`, `Cube/orders`, `cube/order-lines`.
    Good: `cube/orders`, `preagg/*`, `kafka/core_reporting_preagg_refresh`.
    """

    code = "NMD001"
    kinds = (NameKind.ASSET_KEY,)
    cure = "Name the thing, not the work; keep the old key as an alias while runs still show it."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        parts = name.text.split("/")
        if len(parts) < FEWEST_PARTS:
            yield self.wrong(name, "has no domain before it")
        if not all(part == MADE_LATER or words.is_snake(part) for part in parts):
            better = "/".join(words.snake(words.split(part)) or part for part in parts)
            yield self.wrong(name, "has parts that are not snake_case", better)
        elif words.split(parts[-1])[:1] and words.split(parts[-1])[0] in survey.dictionary.verbs:
            yield self.wrong(name, "begins with a verb")
