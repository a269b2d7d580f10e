"""NMT001."""

import re
from collections.abc import Iterator

from metamodel.naming import words
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, Fix, NamingRule, Survey

RECORDS = "decisions"
_RECORD = re.compile(r"\d{4}-[a-z0-9]+(-[a-z0-9]+)*")


class UnfitPage(NamingRule):
    """A file of the documentation is not kebab-case, or a decision record not `NNNN-title.md`.

    Guides in capitals are fixed, each by the name of its file.

    Why: addresses of pages are typed and sent about; capitals tell the guides from all the rest.

    Bad: `reference/metamodel_schema.md`, `HOWTO.md`, `decisions/publishing.md`.
    Good: `reference/metamodel-schema.md`, `decisions/0001-a-composition-root.md`,
    `reference/metamodel.schema.json`, `PRESENCE.md`.
    """

    code = "NMT001"
    kinds = (NameKind.DOC_FILE,)
    fix = Fix.SAFE
    cure = "Every link to it is rewritten with it."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        folder, _, file = name.text.rpartition("/")
        stem, dot, ending = file.partition(".")
        if folder.rpartition("/")[2] == RECORDS:
            if not _RECORD.fullmatch(stem):
                yield self.wrong(name, "is not `NNNN-title.md`")
        elif not words.is_kebab(stem) and not survey.is_allowed(name.kind, file):
            better = words.kebab(words.split(stem))
            whole = f"{folder}/{better}{dot}{ending}".removeprefix("/")
            yield self.wrong(name, "is not kebab-case", whole if words.is_kebab(better) else None)
