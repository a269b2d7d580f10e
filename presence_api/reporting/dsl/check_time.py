"""The time of a report: which one, by which grain, from when to when."""

from dataclasses import dataclass
from datetime import datetime

from presence_api.reporting.dsl.faults import Fault, FaultCode, Faults
from presence_api.reporting.dsl.member import Kind, Member
from presence_api.reporting.dsl.report import TimeAxis
from presence_api.reporting.dsl.request import Named, TimeAsked
from presence_api.reporting.dsl.spans import Span, last_units, prior, span_of
from presence_api.reporting.dsl.visibility import Visibility
from presence_api.reporting.dsl.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class TimeCheck:
    """Checks what a request says of time at a moment."""

    words: Vocabulary
    faults: Faults
    now: datetime

    def axis(self, asked: TimeAsked) -> TimeAxis | None:
        """The time axis; None if nothing of it can be used."""
        span = self._span(asked.range) if asked.range else None
        before = self._prior(asked, span) if asked.compare else None
        if asked.grain is None and asked.range is None:
            self.faults.add(asked.at, FaultCode.MISSING, "wants `grain` or `range`, or both")
        member = self._member(asked)
        if member is None:
            return None
        grain = asked.grain.text if asked.grain else None
        if asked.grain and grain not in member.grains:
            self.faults.unknown(
                asked.grain.at, FaultCode.UNKNOWN_NAME, asked.grain.text, member.grains
            )
            grain = None
        return TimeAxis(member, grain, span, before)

    def _member(self, asked: TimeAsked) -> Member | None:
        at = asked.field.at if asked.field else asked.at
        found = self.words.dimension(asked.field) if asked.field else self.words.own_time(at)
        if isinstance(found, Fault):
            self.faults.keep(found)
        elif found.kind is not Kind.TIME:
            self.faults.add(at, FaultCode.UNFIT, f"is a {found.kind}, not a time")
        elif found.visibility is Visibility.MASKED:
            self.faults.add(at, FaultCode.UNFIT, "is masked for you")
        else:
            return found
        return None

    def _span(self, asked: tuple[Named, Named] | Named) -> Span | None:
        if isinstance(asked, Named):
            found = last_units(asked.text, self.now)
            if found is None:
                message = "wants `last <n> days`, weeks, months, quarters or years; or two ends"
                self.faults.add(asked.at, FaultCode.WRONG_TYPE, message)
            return found
        first, last = (span_of(end.text) for end in asked)
        for end, span in zip(asked, (first, last), strict=True):
            if span is None:
                message = "wants a day or a moment in ISO 8601"
                self.faults.add(end.at, FaultCode.WRONG_TYPE, message)
        if first is None or last is None:
            return None
        found = Span(first.start, last.end)
        if found.empty:
            self.faults.add(asked[1].at, FaultCode.CONTRADICTION, "ends before it starts")
        return found

    def _prior(self, asked: TimeAsked, span: Span | None) -> Span | None:
        place = f"{asked.at}/compare"
        if asked.range is None:
            self.faults.add(place, FaultCode.MISSING, "wants `range`, to know what came before")
        found = prior(span) if span and not span.empty else None
        if span and not span.empty and found is None:
            self.faults.add(place, FaultCode.OUT_OF_RANGE, "reaches beyond the calendar")
        return found
