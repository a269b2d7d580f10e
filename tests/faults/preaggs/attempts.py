"""What the ledger says of attempts at builds."""

from dataclasses import dataclass

from tests.faults.preaggs.intakes import Sql

_ROWS = """
SELECT run_id, rollup, outcome, token IS NOT NULL FROM rampart.preagg_attempt
WHERE id > %s ORDER BY id
"""
_NEWEST = "SELECT coalesce(max(id), 0) FROM rampart.preagg_attempt"


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One attempt at one partition; `posted`: the ledger knows the job that Cube gave to it."""

    run_id: str
    rollup: str
    outcome: str | None
    posted: bool

    @property
    def built(self) -> bool:
        """Did it build the partition?"""
        return self.outcome == "BUILT"

    @property
    def under_way(self) -> bool:
        """Was Cube asked, and is no end known?"""
        return self.posted and self.outcome is None


class Attempts:
    """The table `preagg_attempt`."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def newest_id(self) -> int:
        """A mark for `since`."""
        return int(self._sql(_NEWEST)[0][0])

    def since(self, mark: int) -> list[AttemptRow]:
        """Attempts begun after a mark, oldest first."""
        return [AttemptRow(*row) for row in self._sql(_ROWS, mark)]
