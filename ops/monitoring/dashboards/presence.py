"""Who is connected, what is told, and whether it is up to date."""

from collections.abc import Sequence
from typing import ClassVar

from ops.monitoring.dashboard import INTERVAL, Dashboard, Panel, Query, Unit


class PresencePage(Dashboard):
    """Connections, rooms, locks, what is told, who falls behind, and what is known of changes."""

    name = "presence"
    title = "Rampart: presence"
    panels: ClassVar[Sequence[Panel]] = (
        Panel(
            "Connections",
            "Open ones, by instance.",
            [Query("sum by (instance) (rampart_presence_connections)", "{{instance}}")],
        ),
        Panel(
            "Rooms and locks",
            "Rooms that somebody is in, and locks that connections hold.",
            [
                Query("sum(rampart_presence_rooms)", "rooms"),
                Query("sum(rampart_presence_locks)", "locks"),
            ],
        ),
        Panel(
            "Messages to peers",
            "What goes out, and how many messages had to be made for it.",
            [
                Query(f"sum(rate(rampart_presence_deliveries_total[{INTERVAL}]))", "delivered"),
                Query(f"sum(rate(rampart_presence_flushes_total[{INTERVAL}]))", "made"),
            ],
            Unit.PER_SECOND,
        ),
        Panel(
            "How much a tick gathers",
            "Members in a message made for all: more of them where rooms are hot.",
            [
                Query(
                    f"sum(rate(rampart_presence_flushed_members_total[{INTERVAL}]))"
                    f" / clamp_min(sum(rate(rampart_presence_flushes_total[{INTERVAL}])), 0.001)",
                    "members",
                )
            ],
        ),
        Panel(
            "Who comes in",
            "Connections that were let in, and those of them that came back in time.",
            [
                Query(f"sum(rate(rampart_presence_opened_total[{INTERVAL}]))", "let in"),
                Query(f"sum(rate(rampart_presence_resumed_total[{INTERVAL}]))", "come back"),
            ],
            Unit.PER_SECOND,
        ),
        Panel(
            "Connections ended from our side",
            "By close code; 4008 did not read, 4429 said too much.",
            [Query(f"sum by (code) (rate(rampart_presence_closed_total[{INTERVAL}]))", "{{code}}")],
            Unit.PER_SECOND,
        ),
        Panel(
            "Connections that do not read",
            "They are told nothing until they do, and are ended after 5 seconds.",
            [Query("sum(rampart_presence_behind_connections)", "behind")],
        ),
        Panel(
            "Bytes that wait",
            "Sent to connections, and not taken by their end yet.",
            [Query("sum(rampart_presence_buffer_bytes)", "waiting")],
            Unit.BYTES,
        ),
        Panel(
            "Waits for a lock",
            "From LOCK to its answer, at the mean of those that were answered.",
            [
                Query(
                    f"sum(rate(rampart_presence_lock_wait_seconds_sum[{INTERVAL}]))"
                    f" / clamp_min(sum(rate(rampart_presence_lock_wait_seconds_count[{INTERVAL}])),"
                    " 0.001)",
                    "mean",
                )
            ],
            Unit.SECONDS,
        ),
        Panel(
            "Slow answers to LOCK",
            "Those that took longer than 25 ms.",
            [
                Query(
                    f"sum(rate(rampart_presence_lock_wait_seconds_count[{INTERVAL}])) - sum(rate("
                    f'rampart_presence_lock_wait_seconds_bucket{{le="0.025"}}[{INTERVAL}]))',
                    "slow",
                )
            ],
            Unit.PER_SECOND,
        ),
        Panel(
            "Records of changes to be read",
            "How far the instance that is furthest behind has to read.",
            [Query("max(rampart_presence_changes_lag_records)", "records")],
        ),
        Panel(
            "Changes under way",
            "Operations that were announced and have not ended, and those that nobody ended.",
            [
                Query("max(rampart_presence_changes_open)", "open"),
                Query(
                    f"max(increase(rampart_presence_changes_expired_total[{INTERVAL}]))", "expired"
                ),
            ],
        ),
        Panel(
            "Up to date",
            "1 while every instance hears the log of changes, and the other instances.",
            [
                Query("min(rampart_presence_changes_current)", "changes"),
                Query("min(rampart_presence_others_current)", "other instances"),
            ],
        ),
    )
