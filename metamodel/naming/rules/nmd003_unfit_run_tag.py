"""NMD003."""

from collections.abc import Iterator

from metamodel.naming import words
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, Fix, NamingRule, Survey

NAMESPACE = "rampart"


class UnfitRunTag(NamingRule):
    """A tag of a run or an asset is not `rampart/<key>` in kebab-case.

    Why: tags of Dagster, of Kubernetes and of ours share one list; the namespace tells them apart.

    Bad: `cursor_from`, `rampart/rollup_fp`, `Rampart/From`.
    Good: `rampart/from`, `rampart/rollup-fp`.
    """

    code = "NMD003"
    kinds = (NameKind.RUN_TAG,)
    fix = Fix.SAFE
    cure = "Write it so wherever it is set and asked for."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        del survey
        namespace, _, key = name.text.rpartition("/")
        if namespace != NAMESPACE or not words.is_kebab(key):
            better = words.kebab(words.split(key))
            whole = f"{NAMESPACE}/{better}"
            yield self.wrong(
                name,
                f"is not `{NAMESPACE}/` and a key in kebab-case",
                whole if words.is_kebab(better) else None,
            )
