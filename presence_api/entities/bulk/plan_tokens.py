"""What a dry run hands out: who shows it again runs what they have seen planned, and no other."""

from typing import ClassVar, Final

from metamodel.kernel.canonical import canonical_json
from metamodel.kernel.errors import RampartError
from presence_api.caller import Caller
from presence_api.entities.bulk.request import BulkRequest
from presence_api.entities.catalogue.view import EntityView
from presence_api.signatures import Signer, from_text, to_text

_PURPOSE: Final = b"bulk plan"


class PlanChanged(RampartError):
    """An update is not what it was when it was planned; `matched` rows are meant now."""

    code: ClassVar[str] = "ENT-034"
    hint: ClassVar[str] = "Plan it again with `dryRun`, and look at what it would do now."

    def __init__(self, entity: str, matched: int) -> None:
        super().__init__(entity, matched)
        self.entity, self.matched = entity, matched

    def __str__(self) -> str:
        return f"{self.entity}: {self.matched:,} rows are meant by now, or the update is another"


class PlanTokens:
    """Signs plans; instances share `key`."""

    def __init__(self, key: bytes) -> None:
        self._signer = Signer(key, _PURPOSE)

    def sign(
        self, view: EntityView, caller: Caller, request: BulkRequest, version: str, matched: int
    ) -> str:
        """The token of a request that means so many rows, in that version of the metamodel."""
        return to_text(self._signer.mac(_said(view, caller, request, version, matched)))

    def check(
        self, view: EntityView, caller: Caller, request: BulkRequest, version: str, matched: int
    ) -> None:
        """Raises PlanChanged if the request names a token, or a count, of something else."""
        said = _said(view, caller, request, version, matched)
        token = request.plan_token
        shown = None if token is None else from_text(token) or b""
        if request.expected not in {None, matched} or (
            shown is not None and not self._signer.signed(shown, said)
        ):
            raise PlanChanged(view.entity.name, matched)


def _said(
    view: EntityView, caller: Caller, request: BulkRequest, version: str, matched: int
) -> bytes:
    who = [caller.tenant, caller.user, view.digest]
    what = [view.entity.name, version, request.fingerprint, matched]
    return canonical_json([*who, *what]).encode()
