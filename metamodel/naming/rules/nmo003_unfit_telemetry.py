"""NMO003."""

from collections.abc import Iterator

from metamodel.naming import words
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, Fix, NamingRule, Survey

NAMESPACE = "rampart"


class UnfitTelemetry(NamingRule):
    """An attribute of a log record or span is neither OpenTelemetry's nor `rampart.<name>`.

    Why: back ends know the semantic conventions; everything else must not look like one of them.

    Bad: `userId`, `tenant`, `order.id`, `Rampart.tenant`.
    Good: `rampart.tenant`, `http.request.method`, `messaging.destination.name`.
    """

    code = "NMO003"
    kinds = (NameKind.TELEMETRY_ATTRIBUTE,)
    fix = Fix.SAFE
    cure = "Look first whether a semantic convention has a name for it."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        parts = name.text.split(".")
        known = {NAMESPACE, *survey.dictionary.telemetry_namespaces}
        if len(parts) > 1 and parts[0] in known and all(map(words.is_snake, parts)):
            return
        told = [words.snake(words.split(part)) for part in parts]
        rest = told[1:] if told[0] in known else told
        better = ".".join((NAMESPACE, *rest))
        fits = rest and all(map(words.is_snake, better.split(".")))
        yield self.wrong(name, "has no known namespace or form", better if fits else None)
