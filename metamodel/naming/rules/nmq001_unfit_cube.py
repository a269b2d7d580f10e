"""NMQ001."""

from collections.abc import Iterator

from metamodel.model.reserved import reserved_for_cubes
from metamodel.naming import words
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, NamingRule, Survey

SUFFIX = "_view"


class UnfitCube(NamingRule):
    """A cube is not called in snake_case or by a reserved word, or a view does not end in `_view`.

    Why: cube names become SQL names without quotes, and cubes and views share one list.

    Bad: `Orders`, `order`, `sales` (view).
    Good: `orders`, `customer_nation`, `sales_view` (view).
    """

    code = "NMQ001"
    kinds = (NameKind.CUBE, NameKind.VIEW)
    cure = "Correct it in the metamodel and generate again."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        if not words.is_snake(name.text):
            yield self.wrong(name, "is not snake_case", words.snake(words.split(name.text)))
        elif name.text in reserved_for_cubes():
            yield self.wrong(name, "is a reserved word", survey.dictionary.plural(name.text))
        elif name.kind is NameKind.VIEW and not name.text.endswith(SUFFIX):
            yield self.wrong(name, f"does not end in `{SUFFIX}`", f"{name.text}{SUFFIX}")
