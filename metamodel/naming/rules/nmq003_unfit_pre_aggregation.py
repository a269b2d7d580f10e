"""NMQ003."""

from collections.abc import Iterator

from metamodel.naming import words
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, NamingRule, Survey


class UnfitPreAggregation(NamingRule):
    """A pre-aggregation is not called `[<grain>_]by_<dimensions>[_<granularity>]`.

    Its cube says what is aggregated. One with a time dimension ends in its granularity.

    Why: the name is part of the tables, of the asset key and of every refresh event.

    Bad: `main`, `Daily`, `orders_rollup`, `by_status` (granularity=day).
    Good: `by_day` (granularity=day), `by_status`, `by_status_month` (granularity=month),
    `revenue_by_region`.
    """

    code = "NMQ003"
    kinds = (NameKind.PRE_AGGREGATION,)
    cure = "Correct it in the metamodel; under its new name it is built again."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        del survey
        parts = words.split(name.text)
        granularity = name.facts.get("granularity")
        if not words.is_snake(name.text) or "by" not in parts[:-1]:
            yield self.wrong(name, "does not say by what it groups (`by_...`)")
        elif granularity and parts[-1] != granularity:
            better = f"{name.text}_{granularity}"
            yield self.wrong(name, f"does not end in its granularity `{granularity}`", better)
