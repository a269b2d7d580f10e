"""NMK003."""

from collections.abc import Iterator

from metamodel.naming import words
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, Fix, NamingRule, Survey


class UnfitClientId(NamingRule):
    """A client id or transactional id is not `<service>-<instance>` in kebab-case.

    Why: quotas and the rights to transactions are given to the prefix `<service>-`.

    Bad: `rampart`, `rampart.relay`, `Relay_1`.
    Good: `relay-1`, `rampart-outbox-relay`, `relay-*`.
    """

    code = "NMK003"
    kinds = (NameKind.CLIENT_ID,)
    fix = Fix.SAFE
    cure = "Begin with the service, then say which one of them."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        del survey
        told = name.text.replace("*", "0")
        if "-" not in told or not words.is_kebab(told):
            better = words.kebab(words.split(name.text))
            fits = "-" in better and words.is_kebab(better) and "*" not in name.text
            yield self.wrong(name, "is not `<service>-<instance>`", better if fits else None)
