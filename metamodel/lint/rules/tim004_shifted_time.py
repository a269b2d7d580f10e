"""TIM004."""

import re
from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule, Severity
from metamodel.lint.subject import Subject

_ZONE = re.compile(
    r"(?:AT\s+TIME\s+ZONE|CONVERT_TIMEZONE\s*\(|TIMEZONE\s*\()\s*'([^']*)'", re.IGNORECASE
)
_NEUTRAL = frozenset({"UTC", "ETC/UTC", "GMT", "Z", "+00:00"})


class ShiftedTime(LintRule):
    """An expression moves a time into another zone than UTC.

    Why: rollups are cut at midnight UTC and queries ask in UTC. A time that was moved falls into
    the wrong day, on one side of midnight in Berlin and on the other in Los Angeles.

    Bad: `{created_at} AT TIME ZONE 'Europe/Berlin'`.
    Good: `{created_at}`; whoever shows it moves it.
    """

    code = "TIM004"
    severity = Severity.WARNING

    def check(self, subject: Subject) -> Iterator[Finding]:
        for item in subject.expressions:
            zones = _ZONE.findall(item.text) if "zone" in item.text.lower() else ()
            if any(zone.upper() not in _NEUTRAL for zone in zones):
                message = f"`{item.member.name}` moves a time into another zone"
                yield self.found(item.pointer, message, "Keep times in UTC.")
