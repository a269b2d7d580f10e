"""Prometheus metrics of the platform, read at each scrape; only probes are counted here."""

import signal
import threading

from prometheus_client import CollectorRegistry, start_http_server

from metamodel.kernel.registry import discover
from ops.monitoring import parts
from ops.monitoring.part import Part
from ops.monitoring.scrape import Scrape
from ops.monitoring.sources import Sources, sources_of
from orchestration.settings import Settings


def all_parts() -> dict[str, type[Part]]:
    """Every part of a scrape by its name."""
    return discover(parts, Part, key="name")


def registry_of(sources: Sources) -> CollectorRegistry:
    """A registry that looks at all parts."""
    registry = CollectorRegistry()
    registry.register(Scrape([part(sources) for part in all_parts().values()], sources.clock))
    return registry


def serve_metrics(settings: Settings, port: int) -> None:
    """Serve until SIGTERM or SIGINT."""
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    sources = sources_of(settings)
    server, thread = start_http_server(
        port, addr=settings.worker_host, registry=registry_of(sources)
    )
    threading.Thread(target=sources.heartbeat.run, args=(ended,), daemon=True).start()
    ended.wait()
    server.shutdown()
    thread.join()
