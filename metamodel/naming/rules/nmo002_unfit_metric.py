"""NMO002."""

from collections.abc import Iterator

from metamodel.naming import words
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, Fix, NamingRule, Survey

_BASE_UNITS = {
    "ms": "seconds",
    "millis": "seconds",
    "milliseconds": "seconds",
    "minutes": "seconds",
    "hours": "seconds",
    "days": "seconds",
    "kb": "bytes",
    "mb": "bytes",
    "kilobytes": "bytes",
    "megabytes": "bytes",
    "percent": "ratio",
    "pct": "ratio",
}
_MEASURED = frozenset({"seconds", "bytes", "ratio", "rows", "events", "records"})
_DISTRIBUTIONS = frozenset({"histogram", "summary"})
TOTAL = "total"


class UnfitMetric(NamingRule):
    """A metric is not `<prefix>_<subsystem>_<name>_<unit>` in base units, or a label is not listed.

    Prefixes and labels stand in the dictionary. Counters end in `_total`, nothing else does;
    histograms end in their unit. Times are in seconds, sizes in bytes, shares from 0 to 1.

    Why: metrics can be divided only in one unit, and a label with ids fills the memory of the
    server.

    Bad: `cubeLatency`, `http_requests_total` (type=counter), `rampart_cube_latency_ms`,
    `rampart_cube_errors` (type=counter), `rampart_cube_errors_total` (type=gauge),
    `rampart_cube_latency` (type=histogram), `run_id` (metric_label).
    Good: `rampart_cube_latency_seconds` (type=histogram), `preagg_events_total` (type=counter),
    `rampart_stack_parts` (type=gauge), `rollup` (metric_label).
    """

    code = "NMO002"
    kinds = (NameKind.METRIC, NameKind.METRIC_LABEL)
    fix = Fix.UNSAFE
    cure = "Dashboards and rules that ask for the old name are changed with it."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        parts = words.split(name.text)
        if not words.is_snake(name.text):
            yield self.wrong(name, "is not snake_case", words.snake(parts))
        elif name.kind is NameKind.METRIC_LABEL:
            if name.text not in survey.dictionary.metric_labels:
                yield self.wrong(name, "is not listed in the dictionary's `metric_labels`")
        else:
            yield from self._metric(name, parts, survey)

    def _metric(self, name: CollectedName, parts: words.Words, survey: Survey) -> Iterator[Fault]:
        kind = name.facts.get("type", "")
        if parts[0] not in survey.dictionary.metric_prefixes:
            better = words.snake(("rampart", *parts))
            yield self.wrong(name, "has no prefix of the dictionary's `metric_prefixes`", better)
        unit = next((part for part in parts if part in _BASE_UNITS), None)
        if unit:
            better = words.snake(_BASE_UNITS.get(part, part) for part in parts)
            yield self.wrong(name, f"is in `{unit}`, which is no base unit", better)
        if kind == "counter" and parts[-1] != TOTAL:
            yield self.wrong(name, "counts and does not end in `_total`", f"{name.text}_total")
        elif kind not in {"", "counter"} and parts[-1] == TOTAL:
            better = name.text.removesuffix(f"_{TOTAL}")
            yield self.wrong(name, "does not count and ends in `_total`", better)
        if kind in _DISTRIBUTIONS and parts[-1] not in _MEASURED and not unit:
            yield self.wrong(name, "does not end in a unit")
