"""KEY001."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject


class BadKey(LintRule):
    """An entity has no primary key, or one that names no attribute, one twice or one that is NULL.

    Why: Cube counts and de-duplicates by the key; instance ids are made of it.

    Bad: `"keys": {"primary": ["id"]}` where `id` is nullable.
    Good: `"keys": {"primary": ["orderkey", "linenumber"]}`, both `"nullable": false`.
    """

    code = "KEY001"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, entity in subject.entities():
            at = f"{place}/keys/primary"
            names = entity.keys.primary
            if not names:
                message = f"entity `{entity.name}` has no primary key"
                yield self.found(at, message, "Name the attributes that tell its rows apart.")
            for index, name in enumerate(names):
                attribute = entity.attribute(name)
                if attribute is None:
                    fault = f"`{name}` is no attribute of `{entity.name}`"
                elif attribute.nullable:
                    fault = f"the key's `{name}` may be NULL"
                elif name in names[:index]:
                    fault = f"the key names `{name}` twice"
                else:
                    continue
                yield self.found(f"{at}/{index}", fault, "A key is made of NOT NULL attributes.")
