"""Give a node of the broker another certificate, without a restart."""

from dataclasses import dataclass

from orchestration.ports.broker_credentials import (
    BrokerCredentials,
    RotationRefused,
    StagedSecret,
)


@dataclass(frozen=True, slots=True)
class KeyStore:
    """Where a node has the certificate of one listener; paths as the node itself sees them."""

    node: int
    listener: str
    path: str
    next_path: str
    kept: StagedSecret


def rotate_certificate(store: KeyStore, content: bytes, broker: BrokerCredentials) -> None:
    """Replace a key store while the node runs; PEM: key, certificate, authority.

    The node is first shown the new one at another path: a path that it knows already it reads
    without judging it. Then the new one goes where a restart looks for it. What was staged stays
    until the next time. Raises RotationRefused (nothing changed), EventSourceUnavailable.
    """
    store.kept.stage(content)
    try:
        broker.reload_certificate(store.node, store.listener, store.next_path)
    except RotationRefused:
        store.kept.discard()
        raise
    store.kept.replace(content)
    broker.reload_certificate(store.node, store.listener, store.path)
