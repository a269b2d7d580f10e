"""TIM003."""

from collections.abc import Iterator
from functools import cache
from zoneinfo import available_timezones

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject


class UnknownTimezone(LintRule):
    """A schedule names a time zone that does not exist.

    Why: Cube refuses the whole model when it compiles.

    Bad: `"refresh": {"every": "0 5 * * *", "timezone": "Europe/Bonn"}`.
    Good: `"timezone": "Europe/Berlin"`.
    """

    code = "TIM003"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, entity in subject.entities():
            zone = entity.refresh_key.timezone if entity.refresh_key else None
            yield from self._judged(f"{place}/refreshKey/timezone", zone)
        for place, _, item in subject.rollups():
            zone = item.refresh.timezone if item.refresh else None
            yield from self._judged(f"{place}/refresh/timezone", zone)

    def _judged(self, place: str, zone: str | None) -> Iterator[Finding]:
        if zone is not None and zone not in _zones():
            message = f"there is no time zone `{zone}`"
            yield self.found(place, message, "Name one of the IANA database, or `UTC`.")


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones()) | {"UTC"}
