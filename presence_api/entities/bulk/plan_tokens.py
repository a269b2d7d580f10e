"""What a dry run hands out: who shows it again runs what they have seen planned, and once."""

import json
from dataclasses import dataclass
from typing import ClassVar, Final

from metamodel.kernel.canonical import canonical_json
from metamodel.kernel.clock import Clock
from metamodel.kernel.errors import RampartError
from metamodel.kernel.ids import new_event_id
from presence_api.caller import Caller
from presence_api.entities.bulk.request import BulkRequest
from presence_api.entities.catalogue.view import EntityView
from presence_api.signatures import Signer, from_text, to_text

PLAN_S: Final = 3600.0
_PURPOSE: Final = b"bulk plan"


class PlanChanged(RampartError):
    """An update is not what it was when it was planned; `matched` rows are meant now."""

    code: ClassVar[str] = "ENT-034"
    hint: ClassVar[str] = "Plan it again with `dryRun`, and look at what it would do now."

    def __init__(self, entity: str, matched: int) -> None:
        super().__init__(entity, matched)
        self.entity, self.matched = entity, matched

    def __str__(self) -> str:
        words = "rows are meant by now, or the update is another, or its plan is too old"
        return f"{self.entity}: {self.matched:,} {words}"


@dataclass(frozen=True, slots=True)
class Plan:
    """A dry run whose token counts, and how many rows it was about."""

    id: str
    matched: int


class PlanTokens:
    """Signs plans, which count for `plan_s`; instances share `key`.

    A job keeps the plan that it was begun by, and is kept for longer than that: so there is no
    moment at which a plan that was run could be run again.
    """

    def __init__(self, key: bytes, clock: Clock, plan_s: float = PLAN_S) -> None:
        self._signer, self._clock, self._plan_s = Signer(key, _PURPOSE), clock, plan_s

    def sign(
        self, view: EntityView, caller: Caller, request: BulkRequest, version: str, matched: int
    ) -> str:
        """The token of a request that means so many rows, in that version of the metamodel."""
        ends_at = int(self._clock.now().timestamp() + self._plan_s)
        said = canonical_json([new_event_id(), ends_at, matched]).encode()
        mac = self._signer.mac(_covered(view, caller, request, version, said))
        return f"{to_text(said)}.{to_text(mac)}"

    def read(
        self, view: EntityView, caller: Caller, request: BulkRequest, version: str
    ) -> Plan | None:
        """The plan of a request; None: it names none, or one of something else or too old."""
        told, _, mac = (request.plan_token or "").partition(".")
        said, shown = from_text(told) or b"", from_text(mac) or b""
        if not self._signer.signed(shown, _covered(view, caller, request, version, said)):
            return None
        plan, ends_at, matched = json.loads(said)
        return Plan(plan, matched) if self._clock.now().timestamp() < ends_at else None


def check_plan(view: EntityView, request: BulkRequest, plan: Plan | None, matched: int) -> None:
    """Raises PlanChanged if the request names a plan that is not its own, or another count."""
    as_planned = request.plan_token is None or (plan is not None and plan.matched == matched)
    if not as_planned or request.expected not in {None, matched}:
        raise PlanChanged(view.entity.name, matched)


def _covered(
    view: EntityView, caller: Caller, request: BulkRequest, version: str, said: bytes
) -> bytes:
    """All that a token belongs to, and what it says."""
    who = [caller.tenant, caller.user, view.digest]
    what = [view.entity.name, version, request.fingerprint]
    return canonical_json([*who, *what]).encode() + b"\0" + said
