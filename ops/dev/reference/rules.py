"""docs/reference/rules.md: every lint rule; its docstring is its reference."""

import re

import metamodel.lint.rules
from metamodel.kernel.registry import discover
from metamodel.lint.rule import LintRule
from metamodel.naming.rule import NamingRule
from ops.dev.reference._markdown import code, described, page

INTRO = """\
`rampart modelgen lint` runs all of them in one pass. An error forbids generating; every finding
names its place in the document and its cure."""
_LABEL = re.compile(r"^(Why|Bad|Good): ", re.MULTILINE)
_BREAK = re.compile(r"(?<=\S)\n(?=\*\*)")  # else Markdown would join the two lines


def pages() -> dict[str, str]:
    """The page of all lint rules."""
    rules = discover(metamodel.lint.rules, LintRule)
    return {"rules.md": page("Lint rules", INTRO, *map(rule_block, rules.values()))}


def rule_block(rule: type[LintRule] | type[NamingRule], level: str = "##", more: str = "") -> str:
    """A rule's own words under its heading, its severity, and whether it is on."""
    state = "on" if rule.enabled else f"off: {rule.why_off}"
    return "\n\n".join(
        (
            f"{level} {rule.code} {rule.__name__}",
            _BREAK.sub("  \n", _LABEL.sub(r"**\1:** ", described(rule))),
            f"Severity {code(rule.severity.value)}, {state}.{more}",
        )
    )
