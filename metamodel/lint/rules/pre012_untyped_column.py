"""PRE012."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject, rollup_names


class UntypedColumn(LintRule):
    """`outputColumnTypes` leaves out a member of the rollup, or types one it does not hold.

    Why: Cube takes the types for the whole table: the build fails at the first column without one.

    Bad: types for `count` only, in a rollup with `count` and `status`.
    Good: a type for each member and for the time.
    """

    code = "PRE012"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, _, item in subject.rollups():
            if not item.output_column_types:
                continue
            held = {name for _, name in rollup_names(item)}
            typed = {column.member for column in item.output_column_types}
            for index, column in enumerate(item.output_column_types):
                if column.member not in held:
                    message = f"rollup `{item.name}` does not hold `{column.member}`"
                    at = f"{place}/outputColumnTypes/{index}/member"
                    yield self.found(at, message, "Take it out.")
            if held - typed:
                message = f"no type is given for {', '.join(sorted(held - typed))}"
                yield self.found(f"{place}/outputColumnTypes", message, "Type every member.")
