"""What is known of what a room is about, beside who is in it."""

from presence_api.live.rooms.messages import LockHolder, RollupState, Stale


class Facts:
    """Who holds it, what of it is being changed until when, what was built of it last."""

    __slots__ = ("changing", "lock", "reports")

    def __init__(self) -> None:
        self.lock: LockHolder | None = None
        self.changing: dict[str, float] | None = None  # by instance id, seconds since 1970
        self.reports: dict[str, RollupState] | None = None  # by pre-aggregation

    def stale(self, *, whole: bool) -> Stale | None:
        """What of it is being changed; which instances only of a `whole` entity."""
        if not self.changing:
            return None
        return Stale(max(self.changing.values()), tuple(self.changing) if whole else ())

    def builds(self) -> tuple[RollupState, ...]:
        """Of each pre-aggregation the last build."""
        return tuple(self.reports.values()) if self.reports else ()

    def begin(self, ids: tuple[str, ...], until: float) -> None:
        """These instances are being changed."""
        if self.changing is None:
            self.changing = {}
        self.changing.update(dict.fromkeys(ids, until))

    def end(self, ids: tuple[str, ...]) -> None:
        """They are not any more."""
        changing = self.changing or {}
        for one in ids:
            changing.pop(one, None)

    def report(self, found: RollupState) -> bool:
        """A build ended; False if that is known."""
        if self.reports is None:
            self.reports = {}
        if self.reports.get(found.rollup) == found:
            return False
        self.reports[found.rollup] = found
        return True
