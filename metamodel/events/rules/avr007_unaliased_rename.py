"""AVR007."""

from collections.abc import Iterator, Mapping

from metamodel.events._contract import Schema
from metamodel.events._places import Place, named_types, short
from metamodel.events._rule import SchemaRule, Subject
from metamodel.model.finding import Finding


class UnaliasedRename(SchemaRule):
    """A field or a type has another name than in the latest release, and no alias.

    A field counts as renamed when its record lost one of the same type.

    Why: readers match by name. The old value is dropped, and the default is read in its place.

    Bad: `{"name": "row_count", "type": "long"}` where `rows` was.
    Good: `{"name": "row_count", "type": "long", "aliases": ["rows"]}`.
    """

    code = "AVR007"
    cure = "Name the old one in `aliases`; if it is another thing, release its removal first."

    def check(self, subject: Subject) -> Iterator[Finding]:
        for release in subject.released[-1:]:
            before = {place.words: kind for place, kind in named_types(release.schema)}
            for place, kind in named_types(subject.schema):
                old = before.get(place.words)
                if old is None or old["type"] != kind["type"]:
                    continue
                if short(old["name"]) not in _names(kind):
                    yield self.found(subject, place, f"was called `{old['name']}`")
                if kind["type"] == "record":
                    yield from self._fields(subject, place, old, kind)

    def _fields(self, subject: Subject, at: Place, old: Schema, new: Schema) -> Iterator[Finding]:
        known = {each["name"] for each in old["fields"]}
        kept = {name for each in new["fields"] for name in _names(each)}
        gone = [each for each in old["fields"] if each["name"] not in kept]
        for number, each in enumerate(new["fields"]):
            renamed = [item["name"] for item in gone if item["type"] == each["type"]]
            if renamed and not known & set(_names(each)):
                place = at.field(number, each["name"])
                yield self.found(subject, place, f"stands where `{renamed[0]}` was")


def _names(item: Mapping[str, object]) -> list[str]:
    aliases = item.get("aliases", ())
    return [short(str(name)) for name in (item["name"], *(aliases or ()))]  # type: ignore[misc]
