"""Findings for people, for machines and for two well-known consumers."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from metamodel.lint.rule import Finding, Severity

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {
    Severity.ERROR: "error",
    Severity.FUTURE_ERROR: "warning",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}
_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def as_text(findings: Sequence[Finding]) -> str:
    """Two lines a finding: place, severity, code and message, then the cure."""
    return "".join(f"{item.text}\n" for item in findings)


def as_json(findings: Sequence[Finding]) -> str:
    """A list of objects with every field of a finding."""
    fields = ("code", "severity", "path", "line", "column", "pointer", "message", "cure")
    rows = [{name: getattr(item, name) for name in fields} for item in findings]
    return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"


def as_sarif(findings: Sequence[Finding], tool: str = "rampart modelgen lint") -> str:
    """SARIF 2.1.0 with one run of the named tool."""
    driver = {
        "name": tool,
        "rules": [{"id": code} for code in sorted({item.code for item in findings})],
    }
    run = {"tool": {"driver": driver}, "results": [_sarif_result(item) for item in findings]}
    log = {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def as_github(findings: Sequence[Finding]) -> str:
    """Workflow commands that GitHub shows beside the changed lines."""
    return "".join(
        f"::{_COMMANDS[_LEVELS[item.severity]]} file={_property(item.path)},line={item.line},"
        f"col={item.column},title={_property(item.code)}::{_data(f'{item.message} {item.cure}')}\n"
        for item in findings
    )


FORMATS: Mapping[str, Callable[[Sequence[Finding]], str]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
}
"""Each format by the name the command line gives it."""


def _sarif_result(item: Finding) -> dict[str, Any]:
    region = {"startLine": max(item.line, 1), "startColumn": max(item.column, 1)}
    return {
        "ruleId": item.code,
        "level": _LEVELS[item.severity],
        "message": {"text": f"{item.message} {item.cure}"},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": item.path}, "region": region},
                "logicalLocations": [{"fullyQualifiedName": item.pointer}],
            }
        ],
    }


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
