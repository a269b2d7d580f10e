"""NMO006."""

from collections.abc import Iterator

from metamodel.naming import words
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, NamingRule, Survey

_NEGATIONS = frozenset({"no", "not", "disable", "disabled", "without", "skip", "non"})


class UnfitFlag(NamingRule):
    """A feature flag or configuration key is not dotted snake_case, or a switch says no.

    Why: `disable_cache: false` is read twice by everybody and wrongly by some.

    Bad: `cacheEnabled`, `cache.disable_writes`, `no_retry`, `cache-ttl`.
    Good: `cache.enabled`, `cache.writes_enabled`, `retry`, `cache.ttl_s`.
    """

    code = "NMO006"
    kinds = (NameKind.FLAG,)
    cure = "Turn the value around with the name, and read the old key as an alias."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        del survey
        parts = name.text.split(".")
        if not all(map(words.is_snake, parts)):
            yield self.wrong(name, "is not dotted snake_case")
        elif _NEGATIONS & set(words.split(parts[-1])):
            yield self.wrong(name, "says what is not")
