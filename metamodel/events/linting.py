"""Every fault of every topic's schema, in one pass."""

from collections.abc import Collection, Iterable

from metamodel.events import rules
from metamodel.events._catalogue import topics
from metamodel.events._released import releases
from metamodel.events._rule import SchemaRule, Subject
from metamodel.events.rules.avr001_no_avro import NoAvro
from metamodel.kernel.registry import discover
from metamodel.model.finding import Finding


def subjects() -> list[Subject]:
    """Every topic with what was released of it."""
    return [Subject(topic, releases(name)) for name, topic in topics().items()]


def lint(asked: Iterable[Subject], *, without: Collection[str] = ()) -> list[Finding]:
    """All findings in order of the topics, then of the rules; rules `without` are left out."""
    chosen = [
        rule()
        for code, rule in discover(rules, SchemaRule).items()
        if rule.enabled and code not in without
    ]
    return [finding for subject in asked for finding in _of(subject, chosen)]


def _of(subject: Subject, chosen: Iterable[SchemaRule]) -> list[Finding]:
    # The other rules take a schema apart: it has to be one.
    return list(NoAvro().check(subject)) or [
        finding for rule in chosen for finding in rule.check(subject)
    ]
