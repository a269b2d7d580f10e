"""NMS001."""

from collections.abc import Iterator

from metamodel.model.reserved import reserved_for_cubes
from metamodel.naming import words
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, NamingRule, Survey

LONGEST_BYTES = 63
"""Postgres cuts off the rest of an identifier without a word."""


class UnfitSqlName(NamingRule):
    """A table or column of the platform is not a short snake_case word that SQL leaves free.

    The platform's own tables are singular. Those of the business are as their owners call them, and
    are not looked at.

    Why: other names need quotes in every statement, and longer ones are cut off.

    Bad: `RefreshIntake`, `preagg_partitions`, `order`, `user` (column), `builtAt` (column).
    Good: `preagg_partition`, `refresh_intake`, `wanted_at` (column), `rows` (column).
    """

    code = "NMS001"
    kinds = (NameKind.TABLE, NameKind.COLUMN)
    cure = "Rename it in a new migration; a view under the old name lets readers follow."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        if not words.is_snake(name.text):
            yield self.wrong(name, "is not snake_case", words.snake(words.split(name.text)))
        elif name.text in reserved_for_cubes():
            yield self.wrong(name, "is a reserved word")
        elif name.kind is NameKind.TABLE and survey.dictionary.is_plural(name.text):
            yield self.wrong(name, "is a plural", survey.dictionary.singular(name.text))
        if len(name.text.encode()) > LONGEST_BYTES:
            yield self.wrong(name, f"has more than {LONGEST_BYTES} bytes")
