"""NMM002."""

from collections.abc import Iterator

from metamodel.naming import words
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, NamingRule, Survey

_NUMBERS = frozenset({"integer", "bigint", "decimal", "float", "number"})
_MOMENTS = frozenset({"timestamp", "timestamptz", "time"})
_ENDINGS = {
    "at": _MOMENTS,
    "date": frozenset({"date", "time"}),
    "on": frozenset({"date", "time"}),
    "count": _NUMBERS,
    "amount": _NUMBERS,
    "pct": _NUMBERS,
    "flag": frozenset({"boolean", "string"}),
}
_QUESTIONS = frozenset({"is", "has", "was", "can"})
_TIMES = {"date": ("date", "_on", "_day"), "timestamp": ("_at",), "timestamptz": ("_at",)}


class UnfitAttribute(NamingRule):
    """An attribute is not called in snake_case, or its ending promises another type.

    Moments end in `_at`, dates in `date`, `_on` or `_day`. What ends in `_count`, `_amount` or
    `_pct` is a number, what begins with `is_`, `has_`, `was_` or `can_` a boolean.

    Why: people write filters by the name alone, and a date compared with a moment finds too little.

    Bad: `orderDate`, `shipped_at` (type=date), `created` (type=timestamptz),
    `order_count` (type=string), `is_open` (type=integer).
    Good: `order_date` (type=date), `placed_on` (type=date), `created_at` (type=timestamptz),
    `order_count` (type=integer), `is_open` (type=boolean), `status`.
    """

    code = "NMM002"
    kinds = (NameKind.ATTRIBUTE,)
    cure = "The column may keep its name: only the attribute is renamed."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        del survey
        kind, parts = name.facts.get("type"), words.split(name.text)
        if not words.is_snake(name.text):
            yield self.wrong(name, "is not snake_case", words.snake(parts))
        if not parts or kind is None:
            return
        if len(parts) > 1 and kind not in _ENDINGS.get(parts[-1], {kind}):
            yield self.wrong(name, f"ends in `_{parts[-1]}` and is of type {kind}")
        if len(parts) > 1 and parts[0] in _QUESTIONS and kind != "boolean":
            yield self.wrong(name, f"begins with `{parts[0]}_` and is of type {kind}")
        endings = _TIMES.get(kind, ("",))
        if not name.text.endswith(endings):
            told = " or ".join(f"`{ending}`" for ending in endings)
            yield self.wrong(name, f"is of type {kind} and does not end in {told}")
