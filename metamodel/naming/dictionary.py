"""The one dictionary: which words names are made of, and which names are as they are."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from metamodel.naming import words
from metamodel.naming.errors import DictionaryRefused
from metamodel.naming.names import NameKind

T = TypeVar("T")
Text = Annotated[str, StringConstraints(min_length=1)]
Word = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*$")]
Meanings = Mapping[Word, Text]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Fixed(_Part):
    """Names that stay as they are, whatever the rules say of them."""

    names: tuple[Text, ...] = Field(min_length=1)
    kinds: tuple[NameKind, ...] = Field(min_length=1)
    reason: Text
    decision: Text  # stem of the record in docs/decisions that put them here


class Alias(_Part):
    """An old name that works until a day, that day included."""

    kind: NameKind
    old: Text
    new: Text
    since: date
    remove_after: date


class Dictionary(_Part):
    """Everything the rules look up; `load_dictionary` gives the committed one."""

    words: Meanings  # the platform's own terms
    plain: tuple[Word, ...] = ()  # English words that need no explanation
    abbreviations: Meanings = {}  # allowed, with what each is short for
    synonyms: Mapping[Word, Word] = {}  # a word nobody uses here -> the one that is meant
    plurals: Mapping[Word, Word] = {}  # those that follow no rule
    no_plurals: tuple[Word, ...] = ()  # singulars that end in s
    verbs: tuple[Word, ...] = ()
    participles: tuple[Word, ...] = ()  # past participles that do not end in -ed
    metric_prefixes: Meanings = {}
    metric_labels: Meanings = {}
    telemetry_namespaces: tuple[Word, ...] = ()  # OpenTelemetry's semantic conventions
    redis_contexts: Meanings = {}  # what a key is for, and how long it lives
    fixed: tuple[Fixed, ...] = ()
    aliases: tuple[Alias, ...] = ()

    @cached_property
    def approved(self) -> frozenset[str]:
        """Every word a public name may be made of, nouns in both numbers."""
        nouns = {*self.words, *self.plain}
        return frozenset(nouns | {self.plural(noun) for noun in nouns} | {*self.abbreviations})

    @cached_property
    def fixed_names(self) -> frozenset[tuple[NameKind, str]]:
        """Kind and text of every name that stays as it is."""
        return frozenset(
            (kind, name) for item in self.fixed for kind in item.kinds for name in item.names
        )

    def is_fixed(self, kind: NameKind, text: str) -> bool:
        """Does this name stay as it is?"""
        return (kind, text) in self.fixed_names

    def plural(self, noun: str) -> str:
        """The plural of a noun or of the last word of a snake_case name."""
        head, joint, last = noun.rpartition("_")
        return f"{head}{joint}{words.plural(last, self.plurals)}"

    def singular(self, noun: str) -> str:
        """The likeliest singular of a noun or of the last word of a snake_case name."""
        head, joint, last = noun.rpartition("_")
        return f"{head}{joint}{words.singular(last, self.plurals)}"

    def is_plural(self, noun: str) -> bool:
        """Does the last word of a snake_case name look like more than one?"""
        last = noun.rpartition("_")[2]
        if last in self.plurals.values():
            return True
        return last.endswith("s") and not last.endswith("ss") and last not in self.no_plurals

    def faults(self) -> Iterator[str]:
        """What contradicts what; nothing in a right dictionary."""
        for word, better in self.synonyms.items():
            if word in self.approved:
                yield f"`{word}` is approved and a synonym of `{better}`"
            if better not in self.approved:
                yield f"`{better}`, preferred to `{word}`, is not approved"
        for word in (one for one in self.plain if one in self.words or one in self.abbreviations):
            yield f"`{word}` is plain and explained as well"
        yield from (f"`{word}` stands twice in `plain`" for word in _twice(self.plain))
        fixed = [f"{kind} `{n}`" for item in self.fixed for kind in item.kinds for n in item.names]
        yield from (f"{name} is fixed twice" for name in _twice(fixed))
        yield from self._alias_faults()

    def _alias_faults(self) -> Iterator[str]:
        old = [(item.kind, item.old) for item in self.aliases]
        yield from (f"the alias `{name}` stands twice" for _, name in _twice(old))
        for item in self.aliases:
            if item.remove_after < item.since:
                yield f"the alias `{item.old}` ends before it begins"
            if (item.kind, item.new) in old:
                yield f"the alias `{item.old}` leads to `{item.new}`, which is an alias itself"
            if self.is_fixed(item.kind, item.old):
                yield f"`{item.old}` is fixed and an alias"


def parse_dictionary(text: str) -> Dictionary:
    """A dictionary from JSON. Raises DictionaryRefused with everything that is wrong with it."""
    try:
        found = Dictionary.model_validate_json(text)
    except ValidationError as error:
        items = error.errors(include_url=False)
        places = (f"/{'/'.join(map(str, one['loc']))}: {one['msg']}" for one in items)
        raise DictionaryRefused("; ".join(places)) from error
    if faults := tuple(found.faults()):
        raise DictionaryRefused("; ".join(faults))
    return found


@cache
def load_dictionary() -> Dictionary:
    """The committed dictionary."""
    return parse_dictionary(dictionary_text())


def dictionary_text() -> str:
    """The committed dictionary as its file says it."""
    return files("metamodel.naming").joinpath("dictionary.json").read_text(encoding="utf-8")


def _twice(items: Sequence[T]) -> list[T]:
    return [item for item in dict.fromkeys(items) if items.count(item) > 1]
