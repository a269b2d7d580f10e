"""The settings that Kafka has for a topic, and what the declaration makes of them."""

from typing import Final

RETENTION: Final = "retention.ms"
CLEANUP: Final = "cleanup.policy"
LARGEST_RECORD: Final = "max.message.bytes"

SAID_OTHERWISE: Final = {RETENTION: "retention", CLEANUP: "cleanup"}
"""Settings with a key of their own in the declaration: nothing is said twice."""

KNOWN: Final = frozenset(
    {
        "compression.gzip.level",
        "compression.lz4.level",
        "compression.type",
        "compression.zstd.level",
        "delete.retention.ms",
        "file.delete.delay.ms",
        "flush.messages",
        "flush.ms",
        "index.interval.bytes",
        "local.retention.bytes",
        "local.retention.ms",
        "max.compaction.lag.ms",
        LARGEST_RECORD,
        "message.timestamp.after.max.ms",
        "message.timestamp.before.max.ms",
        "message.timestamp.type",
        "min.cleanable.dirty.ratio",
        "min.compaction.lag.ms",
        "min.insync.replicas",
        "preallocate",
        "remote.storage.enable",
        "retention.bytes",
        "segment.bytes",
        "segment.index.bytes",
        "segment.jitter.ms",
        "segment.ms",
        "unclean.leader.election.enable",
    }
)
"""What a declaration may set; a misspelt name is found before a broker is asked."""

SHRINKS: Final = frozenset(
    {
        RETENTION,
        LARGEST_RECORD,
        "delete.retention.ms",
        "local.retention.bytes",
        "local.retention.ms",
        "retention.bytes",
    }
)
"""Settings of which a smaller value takes something away; -1 is the largest."""

LARGEST_LETTER_BYTES: Final = 4 * 1024 * 1024
"""How large a dead letter may be: above what a topic takes, for its notes come on top."""
