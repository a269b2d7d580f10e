"""NMC001."""

from collections.abc import Iterator

from metamodel.naming import words
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, Fix, NamingRule, Survey

LONGEST = 30


class UnfitModule(NamingRule):
    """A module or package is not called in snake_case, or by more than 30 characters.

    Why: its name is typed in every import and stands in every traceback.

    Bad: `buildPreaggregation`, `Cursor`, `plan_the_next_batch_of_refresh_events`.
    Good: `build_preaggregation`, `_catalogue`, `key001_bad_key`.
    """

    code = "NMC001"
    kinds = (NameKind.MODULE,)
    fix = Fix.UNSAFE
    cure = "Rename the file, its test and every import."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        del survey
        bare = name.text.removeprefix("_")
        mark = name.text[: len(name.text) - len(bare)]
        if not words.is_snake(bare):
            better = words.snake(words.split(bare))
            yield self.wrong(name, "is not snake_case", f"{mark}{better}")
        if len(bare) > LONGEST:
            yield self.wrong(name, f"has more than {LONGEST} characters")
