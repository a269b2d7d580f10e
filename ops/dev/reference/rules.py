"""docs/reference/rules.md and schema-rules.md: every lint rule; its docstring is its reference."""

import re

import metamodel.events.rules
import metamodel.lint.rules
from metamodel.events._rule import SchemaRule
from metamodel.kernel.registry import discover
from metamodel.lint.rule import LintRule
from metamodel.naming.rule import NamingRule
from ops.dev.reference._markdown import code, described, page

INTRO = """\
`rampart modelgen lint` runs all of them in one pass. An error forbids generating; every finding
names its place in the document and its cure. The document's `exemptions` cover findings of one rule
at a place and below it, for a reason and until a day."""
SCHEMA_INTRO = """\
`rampart streaming schema check` runs all of them over every topic; one finding and nothing is
released."""
CURED = " Cured by `rampart modelgen lint --fix`."
_LABEL = re.compile(r"^(Why|Bad|Good): ", re.MULTILINE)
_BREAK = re.compile(r"(?<=\S)\n(?=\*\*)")  # else Markdown would join the two lines


def pages() -> dict[str, str]:
    """The pages of all lint rules."""
    rules = discover(metamodel.lint.rules, LintRule)
    blocks = (rule_block(rule, more=CURED if rule.fixes else "") for rule in rules.values())
    schemas = map(rule_block, discover(metamodel.events.rules, SchemaRule).values())
    return {
        "rules.md": page("Lint rules", INTRO, *blocks),
        "schema-rules.md": page("Rules for schemas of events", SCHEMA_INTRO, *schemas),
    }


def rule_block(
    rule: type[LintRule | NamingRule | SchemaRule], level: str = "##", more: str = ""
) -> str:
    """A rule's own words under its heading, its severity, and whether it is on."""
    state = "on" if rule.enabled else f"off: {rule.why_off}"
    return "\n\n".join(
        (
            f"{level} {rule.code} {rule.__name__}",
            _BREAK.sub("  \n", _LABEL.sub(r"**\1:** ", described(rule))),
            f"Severity {code(rule.severity.value)}, {state}.{more}",
        )
    )
