"""Give a principal another password while everybody who uses it goes on."""

from collections.abc import Iterable

from orchestration.ports.broker_credentials import (
    BrokerCredentials,
    LiveClient,
    RotationRefused,
    StagedSecret,
)


def rotate_password(
    principal: str,
    password: str,
    broker: BrokerCredentials,
    kept: StagedSecret,
    clients: Iterable[LiveClient] = (),
) -> None:
    """Change it at the broker and in its file, then tell the clients of this process.

    The new one is staged first: if we die before it is in force, it lies beside the old one. Others
    read the file when they connect, so between the two changes a new connection may be refused for
    a moment. Raises RotationRefused (nothing changed), EventSourceUnavailable (look at both).
    """
    kept.stage(password.encode())
    try:
        broker.replace_password(principal, password)
    except RotationRefused:
        kept.discard()
        raise
    kept.promote()
    for client in clients:
        client.renew_credentials()
