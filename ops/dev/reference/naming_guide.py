"""docs/NAMING_GUIDE.md: how things are called, from dictionary, derivation and rules."""

from collections.abc import Iterator, Mapping

import metamodel.naming.rules
from metamodel.kernel.registry import discover
from metamodel.naming.channels import TopicName, record_name
from metamodel.naming.derive import FORMS, Derivation, MetamodelName
from metamodel.naming.dictionary import Dictionary, load_dictionary
from metamodel.naming.redis_keys import RedisKey
from metamodel.naming.rule import Fix, NamingRule
from ops.dev.reference._markdown import code, page, table
from ops.dev.reference.rules import rule_block

AREAS = {
    "NMC": "Code",
    "NMD": "Dagster",
    "NMK": "Kafka and events",
    "NMM": "The metamodel",
    "NMO": "Operations",
    "NMQ": "Cube",
    "NMS": "SQL",
    "NMT": "Pages and ids",
    "NMV": "Words",
    "NMW": "HTTP and WebSocket",
    "NMX": "Across layers",
}
"""What the first three letters of a rule's code stand for."""

INTRO = """\
One dictionary says which words names are made of, a few derivations say what a name of the
metamodel is called in every layer, and the rules say what a good name looks like. `rampart naming
lint` judges every name of this repository and is part of `make check`; `rampart naming fix` puts
right what it can; `rampart naming aliases` lists old names that still work."""
_SHOWN = """\
```console
$ rampart naming lint
$ rampart naming fix --dry-run
$ rampart naming aliases
```"""
_DERIVED = """\
`Derivation` in `metamodel/naming/derive.py` makes all of these and finds the way back. A member
keeps its word in every layer. Entities are singular in snake_case, their cubes and tables plural.
One that is called otherwise, such as after an older table, is fixed in the dictionary."""
_CHANNELS = """\
A topic is its channel and a major version; its Avro record is named after the channel's last
part."""
_KEYS = """\
Redis keys are made by `RedisKey` in `metamodel/naming/redis_keys.py` and nowhere else. A shared
entity's key has no tenant. What is behind the tenant says how long a key lives."""
_PLAIN = """\
Names that leave the program (topics, tables, metrics, variables and so on) are made of these
words, of the abbreviations below and of plain English words, which stand in
`metamodel/naming/dictionary.json`. A word that is missing is added there, with its meaning if
people could mean two things by it."""
_FIXED = """\
Names that stay as they are, whatever the rules say. The list grows only by a decision record in
`docs/decisions` that names the name."""
_ALIASES = """\
An old name works until its day, that day included; each use of it is counted, and after the day
it is refused and the lint fails. `aliases` in the dictionary holds `{kind, old, new, since,
remove_after}`; the changelog lists each."""
_RULES = """\
A fix is SAFE when nobody else can know the name: `rampart naming fix` writes it. It is UNSAFE
when others may have stored the name or may ask for it: `--unsafe` writes it in every file. Both
change nothing when run again. Rules without a fix propose a name at most."""
_EXAMPLE = MetamodelName("order", "total_price")


def guides() -> dict[str, str]:
    """The naming guide."""
    known = load_dictionary()
    blocks = (_SHOWN, *_derived(known), *_words(known), *_exceptions(known), *_rules())
    return {"NAMING_GUIDE.md": page("Naming guide", INTRO, *blocks)}


def _derived(known: Dictionary) -> Iterator[str]:
    derivation = Derivation([_EXAMPLE.entity], known)
    entity = MetamodelName(_EXAMPLE.entity)
    rows = [
        (
            surface.value,
            code(derivation.derive(entity, surface)),
            code(derivation.derive(_EXAMPLE, surface)),
            form.meaning,
        )
        for surface, form in FORMS.items()
    ]
    yield f"## Derived names\n\n{_DERIVED}"
    yield table(("Surface", code(entity), code(_EXAMPLE), "What it is"), rows)
    topic = TopicName("core.reporting.preagg.refresh", 1)
    retry, dead = TopicName(topic.channel, 1, 1), TopicName(topic.channel, 1, dead_letters=True)
    names = [code(item) for item in (topic.channel, topic, retry, dead)]
    yield _CHANNELS
    record = code(".".join(record_name(topic.channel)))
    yield table(("Channel", "Topic", "Retry", "Dead letters", "Record"), [(*names, record)])
    yield _KEYS
    key = RedisKey("acme", "lock", "order", "42")
    contexts = [(code(name), words) for name, words in known.redis_contexts.items()]
    yield f"For example {code(key)}, and {code(RedisKey(None, 'lock', 'nation', '7'))}."
    yield table(("Context", "Holds, and lives"), contexts)


def _words(known: Dictionary) -> Iterator[str]:
    yield f"## Words\n\n{_PLAIN}"
    yield table(("Word", "Meaning"), _rows(known.words))
    yield "### Abbreviations\n\nNo others are used."
    yield table(("Abbreviation", "Short for"), _rows(known.abbreviations))
    yield "### Synonyms\n\nThe first is never used; the second is what we say."
    yield table(("Not", "But"), [(code(a), code(b)) for a, b in sorted(known.synonyms.items())])
    yield "### Metrics\n\nEvery metric begins with one of these, and has no labels but those below."
    yield table(("Prefix", "For"), _rows(known.metric_prefixes))
    yield table(("Label", "What it says"), _rows(known.metric_labels))


def _exceptions(known: Dictionary) -> Iterator[str]:
    yield f"## Fixed names\n\n{_FIXED}"
    rows = [
        (
            " ".join(map(code, item.names)),
            ", ".join(kind.replace("_", " ") for kind in item.kinds),
            item.reason,
            f"[{item.decision[:4]}](decisions/{item.decision}.md)",
        )
        for item in known.fixed
    ]
    yield table(("Names", "Kind", "Why", "Decided"), rows)
    yield f"## Aliases\n\n{_ALIASES}"
    aliases = [
        (item.kind.replace("_", " "), code(item.old), code(item.new), item.since, item.remove_after)
        for item in known.aliases
    ]
    head = ("Kind", "Old", "New", "Since", "Works until")
    yield table(head, aliases) if aliases else "There are none."


def _rules() -> Iterator[str]:
    yield f"## Rules\n\n{_RULES}"
    area = ""
    for rule in discover(metamodel.naming.rules, NamingRule).values():
        if rule.code[:3] != area:
            area = rule.code[:3]
            yield f"### {AREAS.get(area, area)} ({area})"
        fix = "No fix." if rule.fix is Fix.NONE else f"{rule.fix} fix."
        yield rule_block(rule, "####", f" {fix} {rule.cure}")


def _rows(meanings: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(code(word), meaning) for word, meaning in sorted(meanings.items())]
