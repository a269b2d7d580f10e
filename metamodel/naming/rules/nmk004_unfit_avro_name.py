"""NMK004."""

from collections.abc import Iterator

from metamodel.naming import words
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, NamingRule, Survey

UNKNOWN = "UNKNOWN"


class UnfitAvroName(NamingRule):
    """A name in an Avro schema is not in the form of its kind.

    Namespaces are dotted snake_case, records and enums PascalCase, fields snake_case. The symbols
    of an enum are upper case and begin with `UNKNOWN`, which is its default.

    Why: a reader that is older than a new symbol reads the default; without one it fails.

    Bad: `status` (avro_record), `preAggregation` (avro_field), `Core.Reporting` (avro_namespace),
    `BuildState` (avro_enum, symbols=BUILT FAILED UNKNOWN, default=UNKNOWN),
    `Phase` (avro_enum, symbols=UNKNOWN mutated, default=UNKNOWN),
    `Phase` (avro_enum, symbols=UNKNOWN MUTATED).
    Good: `Status` (avro_record), `pre_aggregation` (avro_field), `core.reporting` (avro_namespace),
    `BuildState` (avro_enum, symbols=UNKNOWN BUILT FAILED, default=UNKNOWN).
    """

    code = "NMK004"
    kinds = (
        NameKind.AVRO_RECORD,
        NameKind.AVRO_FIELD,
        NameKind.AVRO_NAMESPACE,
        NameKind.AVRO_ENUM,
    )
    cure = "Keep the old name in the schema's `aliases` if events with it are stored."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        del survey
        text, parts = name.text, words.split(name.text)
        if name.kind is NameKind.AVRO_FIELD:
            if not words.is_snake(text):
                yield self.wrong(name, "is not snake_case", words.snake(parts))
        elif name.kind is NameKind.AVRO_NAMESPACE:
            if not all(map(words.is_snake, text.split("."))):
                yield self.wrong(name, "is not dotted snake_case")
        elif not words.is_pascal(text):
            yield self.wrong(name, "is not PascalCase", words.pascal(parts))
        if name.kind is NameKind.AVRO_ENUM:
            yield from self._symbols(name)

    def _symbols(self, name: CollectedName) -> Iterator[Fault]:
        symbols = name.facts.get("symbols", "").split()
        lower = [symbol for symbol in symbols if not words.is_upper(symbol)]
        if lower:
            yield self.wrong(name, f"has symbols that are not upper case: {', '.join(lower)}")
        if symbols[:1] != [UNKNOWN]:
            yield self.wrong(name, f"does not begin with the symbol {UNKNOWN}")
        if name.facts.get("default") != UNKNOWN:
            yield self.wrong(name, f"has not {UNKNOWN} as its default")
