"""NMK005."""

from collections.abc import Iterator

from metamodel.naming import words
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, NamingRule, Survey


class UnfitEventType(NamingRule):
    """An event is not `<thing>.<past participle>`, or a command not `<thing>.<verb>`.

    Why: an event tells what happened and cannot be refused; a command asks.

    Bad: `order.update`, `orderUpdated`, `order.updating`, `preagg.refreshed` (command=yes).
    Good: `order.updated`, `preagg.build.failed`, `table.built`, `preagg.refresh` (command=yes).
    """

    code = "NMK005"
    kinds = (NameKind.EVENT_TYPE,)
    cure = "Say in the past tense what happened, or in the imperative what is asked for."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        parts = name.text.split(".")
        last = words.split(parts[-1])[-1:]
        if len(parts) == 1 or not all(map(words.is_snake, parts)):
            yield self.wrong(name, "is not dotted snake_case")
        elif name.facts.get("command") == "yes":
            if last[0] not in survey.dictionary.verbs:
                yield self.wrong(name, "does not end in a verb")
        elif not (last[0].endswith("ed") or last[0] in survey.dictionary.participles):
            yield self.wrong(name, "does not end in a past participle")
