"""NMM001."""

from collections.abc import Iterator

from metamodel.naming import words
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, NamingRule, Survey


class UnfitEntity(NamingRule):
    """An entity is not called in snake_case, or by a plural.

    What people read is its title. `order` is fine: reserved words matter for the SQL and Cube names
    that are derived from it.

    Why: it stands for one row in URLs, keys and rooms; the plural is derived where many are meant.

    Bad: `SalesOrder`, `orders`, `order_lines`, `sales-order`.
    Good: `order`, `order_line`, `address`, `order_status`.
    """

    code = "NMM001"
    kinds = (NameKind.ENTITY,)
    cure = "Its id stays the same; the old name becomes an alias where clients use it."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        if not words.is_snake(name.text):
            yield self.wrong(name, "is not snake_case", words.snake(words.split(name.text)))
        elif survey.dictionary.is_plural(name.text):
            yield self.wrong(name, "is a plural", survey.dictionary.singular(name.text))
