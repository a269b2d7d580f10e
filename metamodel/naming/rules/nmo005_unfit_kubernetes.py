"""NMO005."""

from collections.abc import Iterator

from metamodel.naming import words
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, Fix, NamingRule, Survey

LONGEST = 63
_PREFIXES = ("app.kubernetes.io/", "rampart.dev/")


class UnfitKubernetesName(NamingRule):
    """An object of Kubernetes is no DNS label, or a label of it is outside of the known prefixes.

    Labels are those of `app.kubernetes.io/`, ours begin with `rampart.dev/`.

    Why: object names become host names; labels without a prefix belong to the user.

    Bad: `Presence_API`, `presence.api`, `team` (kubernetes_label).
    Good: `presence-api`, `kafka-0`, `app.kubernetes.io/name` (kubernetes_label),
    `rampart.dev/tenant` (kubernetes_label).
    """

    code = "NMO005"
    kinds = (NameKind.KUBERNETES_OBJECT, NameKind.KUBERNETES_LABEL)
    fix = Fix.SAFE
    cure = "An object that runs is made anew under its new name."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        del survey
        if name.kind is NameKind.KUBERNETES_LABEL:
            if not name.text.startswith(_PREFIXES):
                yield self.wrong(name, f"begins with none of {', '.join(_PREFIXES)}")
        elif not words.is_kebab(name.text):
            better = words.kebab(words.split(name.text))
            yield self.wrong(name, "is no DNS label", better if words.is_kebab(better) else None)
        elif len(name.text) > LONGEST:
            yield self.wrong(name, f"has more than {LONGEST} characters")
