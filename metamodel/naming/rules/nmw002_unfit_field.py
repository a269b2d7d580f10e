"""NMW002."""

from collections.abc import Iterator

from metamodel.naming import words
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, NamingRule, Survey


class UnfitField(NamingRule):
    """A field of a body, query or frame is not called in snake_case.

    A field that holds an attribute is called as the metamodel calls the attribute.

    Why: one spelling in the document, in SQL and in JSON needs no table of translations.

    Bad: `expiresAt`, `min-epoch`, `Limit`.
    Good: `expires_at`, `min_epoch`, `limit`.
    """

    code = "NMW002"
    kinds = (NameKind.FIELD,)
    cure = "Accept the old name as an alias, and warn."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        del survey
        if not words.is_snake(name.text):
            yield self.wrong(name, "is not snake_case", words.snake(words.split(name.text)))
