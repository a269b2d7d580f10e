"""When certificates end."""

from collections.abc import Sequence
from typing import ClassVar

from prometheus_client.core import Metric

from ops.monitoring.family import Family, Gauge
from ops.monitoring.part import Part

EXPIRY = Gauge(
    "rampart_certificate_expiry_timestamp_seconds",
    "When a certificate ends, in seconds since 1970.",
    labels=["kind", "server"],
)
LIFETIME = Gauge(
    "rampart_certificate_lifetime_seconds",
    "From a certificate's beginning to its end.",
    labels=["kind", "server"],
)


class Certificates(Part):
    """What clients trust, and what each broker shows; nothing on a broker without TLS."""

    name = "certificates"
    families: ClassVar[Sequence[Family]] = (EXPIRY, LIFETIME)
    every_s = 60.0

    def look(self) -> list[Metric]:
        expiry, lifetime = EXPIRY.new(), LIFETIME.new()
        if self.sources.certificates is not None:
            for item in self.sources.certificates.seen():
                labels = [item.kind, item.server]
                expiry.add_metric(labels, item.until.timestamp())
                lifetime.add_metric(labels, (item.until - item.since).total_seconds())
        return [expiry, lifetime]
