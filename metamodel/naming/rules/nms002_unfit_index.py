"""NMS002."""

from collections.abc import Iterator

from metamodel.naming import words
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, Fix, NamingRule, Survey

LONGEST_BYTES = 63
_PREFIXES = {NameKind.INDEX: ("ix", "uq"), NameKind.CONSTRAINT: ("uq", "fk", "pk", "ck")}


class UnfitIndex(NamingRule):
    """An index or constraint is not `<prefix>_<table>_<what>`.

    Prefixes: `ix` index, `uq` unique, `fk` foreign key, `pk` primary key, `ck` check. After the
    table come its columns, or what the condition picks out.

    Why: an error names nothing but the constraint; its name has to lead to the table.

    Bad: `preagg_attempt_open` (table=preagg_attempt), `ix_open` (table=preagg_attempt),
    `ix_mutation_id` (table=mutation, unique=yes), `positive` (constraint, table=outbox).
    Good: `ix_preagg_attempt_open` (table=preagg_attempt),
    `uq_metamodel_publication_current` (table=metamodel_publication, unique=yes),
    `ck_outbox_shard` (constraint, table=outbox).
    """

    code = "NMS002"
    kinds = (NameKind.INDEX, NameKind.CONSTRAINT)
    fix = Fix.UNSAFE
    cure = "`ALTER ... RENAME` in a new migration, once the old one was released."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        del survey
        table, unique = name.facts.get("table", ""), name.facts.get("unique") == "yes"
        prefixes = ("uq",) if unique else _PREFIXES[name.kind]
        prefix, _, rest = name.text.partition("_")
        if prefix not in prefixes or not rest.startswith(f"{table}_") or not words.is_snake(rest):
            told = " or ".join(f"`{one}_{table}_`" for one in prefixes)
            yield self.wrong(name, f"does not begin with {told}", self._better(name, prefixes))
        if len(name.text.encode()) > LONGEST_BYTES:
            yield self.wrong(name, f"has more than {LONGEST_BYTES} bytes")

    def _better(self, name: CollectedName, prefixes: tuple[str, ...]) -> str | None:
        table = name.facts.get("table", "")
        known = {one for group in _PREFIXES.values() for one in group}
        parts = words.split(name.text)
        rest = words.snake(parts[1:] if parts[:1] and parts[0] in known else parts)
        rest = rest.removeprefix(f"{table}_").removeprefix("by_")
        better = f"{prefixes[0]}_{table}_{rest}"
        fits = rest and words.is_snake(better) and len(better) <= LONGEST_BYTES
        return better if fits and name.kind is NameKind.INDEX else None
