"""NMQ002."""

from collections.abc import Iterator

from metamodel.naming import words
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, NamingRule, Survey

_COUNTS = frozenset({"count", "count_distinct", "count_distinct_approx"})
_NUMBERS = frozenset({"number"})  # an expression of its own, which no type describes
_FIRST = {
    "total": frozenset({"sum"}),
    "avg": frozenset({"avg"}),
    "min": frozenset({"min"}),
    "max": frozenset({"max"}),
}


class UnfitMember(NamingRule):
    """A member of a cube is not called in snake_case, repeats its cube, or a measure its type.

    `total_x` is a sum, `avg_x` an average, `min_x` and `max_x` what they say, `count` and `x_count`
    counts; other measures carry the business's word, such as `revenue`.

    Why: `orders.orders_count` says everything twice; a sum called `avg_price` misleads everybody.

    Bad: `totalPrice`, `orders_status` (dimension, cube=orders), `avg_price` (type=sum),
    `price_count` (type=sum), `price` (type=avg), `visitors` (type=count_distinct).
    Good: `total_price` (type=sum), `revenue` (type=sum), `avg_price` (type=number), `count`,
    `late_count` (type=count), `status` (dimension, cube=orders).
    """

    code = "NMQ002"
    kinds = (NameKind.MEASURE, NameKind.DIMENSION, NameKind.SEGMENT)
    cure = "Correct it in the metamodel and generate again; reports that ask for it need an alias."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        del survey
        cube = name.facts.get("cube", "")
        if not words.is_snake(name.text):
            yield self.wrong(name, "is not snake_case", words.snake(words.split(name.text)))
        elif cube and name.text.startswith(f"{cube}_"):
            yield self.wrong(name, f"repeats its cube `{cube}`", name.text.removeprefix(f"{cube}_"))
        elif name.kind is NameKind.MEASURE and "type" in name.facts:
            yield from self._measure(name, name.facts["type"])

    def _measure(self, name: CollectedName, kind: str) -> Iterator[Fault]:
        parts = words.split(name.text)
        if kind not in _FIRST.get(parts[0], {kind}) | _NUMBERS:
            yield self.wrong(name, f"begins with `{parts[0]}_` and is of type {kind}")
        if parts[-1] == "count" and kind not in _COUNTS | _NUMBERS:
            yield self.wrong(name, f"ends in `count` and is of type {kind}")
        if kind in _COUNTS and parts[-1] != "count":
            yield self.wrong(name, "counts and does not end in `count`", f"{name.text}_count")
        if kind == "avg" and parts[0] != "avg":
            yield self.wrong(name, "averages and does not begin with `avg_`", f"avg_{name.text}")
