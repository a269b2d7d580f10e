"""NMK002."""

from collections.abc import Iterator

from metamodel.naming import words
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, NamingRule, Survey

PARTS = range(2, 4)


class UnfitConsumerGroup(NamingRule):
    """A consumer group is not `<service>.<purpose>[.<instance>]` in kebab-case.

    Why: its rights on the broker are given to the prefix `<service>.`.

    Bad: `preagg_refresh`, `rampart`, `rampart.preagg_refresh`, `a.b.c.d`.
    Good: `rampart.preagg-refresh`, `presence.entity-lifecycle.node-1`.
    """

    code = "NMK002"
    kinds = (NameKind.CONSUMER_GROUP,)
    cure = "A new name starts without a position: move the old group's offsets first."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        del survey
        parts = name.text.split(".")
        if len(parts) not in PARTS or not all(map(words.is_kebab, parts)):
            better = ".".join(words.kebab(words.split(part)) for part in parts)
            fits = len(parts) in PARTS and all(map(words.is_kebab, better.split(".")))
            yield self.wrong(name, "is not `<service>.<purpose>`", better if fits else None)
