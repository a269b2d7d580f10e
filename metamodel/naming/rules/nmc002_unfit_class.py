"""NMC002."""

from collections.abc import Iterator

from metamodel.naming import words
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, NamingRule, Survey

SAYS_NOTHING = "Exception"


class UnfitClass(NamingRule):
    """A class is not called in PascalCase, or an exception says no more than that it is one.

    An error of the platform's tree says what is wrong; `Error` at its end is allowed, `Exception`
    is not.

    Why: a reader tells classes from functions by their first letter, and errors by what they say.

    Bad: `cube_plan`, `KafkaException` (exception), `cube_refused` (exception).
    Good: `CubePlan`, `_Walk`, `DocumentRefused` (exception), `RampartError` (exception).
    """

    code = "NMC002"
    kinds = (NameKind.CLASS, NameKind.EXCEPTION)
    cure = "Rename the class where it is defined and used."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        del survey
        bare = name.text.removeprefix("_")
        mark = name.text[: len(name.text) - len(bare)]
        if not words.is_pascal(bare):
            better = words.pascal(words.split(bare))
            yield self.wrong(name, "is not PascalCase", f"{mark}{better}")
        if name.kind is NameKind.EXCEPTION and bare.endswith(SAYS_NOTHING):
            yield self.wrong(name, "does not say what went wrong")
