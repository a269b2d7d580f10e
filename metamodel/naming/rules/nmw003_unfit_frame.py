"""NMW003."""

from collections.abc import Iterator

from metamodel.naming import words
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, NamingRule, Survey

FEWEST_PARTS = 2


class UnfitFrame(NamingRule):
    """A frame of a WebSocket protocol is not called `<context>.<event>`.

    The frames of `rampart.presence.v1` are older than this rule and fixed.

    Why: the context says which part of a client reads the frame.

    Bad: `Joined`, `LOCK_STOLEN`, `lock`, `lock.Granted`.
    Good: `lock.granted`, `report.page.ready`, `SUB`, `LOCK`.
    """

    code = "NMW003"
    kinds = (NameKind.FRAME,)
    cure = "A frame of the old name is sent too until its alias ends; clients ignore unknown ones."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        del survey
        parts = name.text.split(".")
        if len(parts) < FEWEST_PARTS or not all(map(words.is_snake, parts)):
            yield self.wrong(name, "is not `<context>.<event>`")
