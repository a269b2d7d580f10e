"""What the secured cluster is made of before its first node starts: keys, passwords, an id."""

from metamodel.kernel.clock import SystemClock
from ops.stack import broker, scram
from ops.stack.component import Component, Stack
from ops.stack.principals import principals
from ops.stack.secured_kafka import (
    CLIENT_AUTHORITY,
    CLUSTER_AUTHORITY,
    arguments_file,
    certificates,
    cluster_id_file,
    node_folder,
    node_store,
    nodes,
    passwords,
)
from ops.stack.shape import LOCAL
from orchestration.adapters.secret_files import write_secret


class KafkaCredentials(Component):
    """Fresh certificates at each start; passwords and authorities live as long as the data."""

    name = "kafka_credentials"
    profiles = (LOCAL,)

    @property
    def secrets(self) -> tuple[str, ...]:
        return tuple(f"kafka_{name}" for name in principals())

    def start(self, stack: Stack) -> None:
        self._issue(stack)
        for name in principals():
            file = passwords(stack) / name
            if not file.exists():  # one that was rotated is not put back
                write_secret(file, stack.secrets[f"kafka_{name}"].encode())
        if not any((node_folder(stack, node) / "logs").exists() for node in nodes(stack)):
            self._prepare_format(stack)

    def _issue(self, stack: Stack) -> None:
        from ops.stack.certificates import kept_or_new  # noqa: PLC0415 - heavy, for other profiles

        folder, now = certificates(stack), SystemClock().now()
        clients = kept_or_new(folder, CLIENT_AUTHORITY, now)
        cluster = kept_or_new(folder, CLUSTER_AUTHORITY, now)
        for node in nodes(stack):
            name = f"node-{node}"
            write_secret(node_store(stack, node, "client"), clients.issue(name, now))
            write_secret(node_store(stack, node, "cluster"), cluster.issue(name, now))

    def _prepare_format(self, stack: Stack) -> None:
        cluster_id_file(stack).write_text(broker.new_cluster_id())
        credentials = [
            scram.salted(name, (passwords(stack) / name).read_text()) for name in principals()
        ]
        lines = [part for text in credentials for part in ("--add-scram", text)]
        write_secret(arguments_file(stack), "".join(f"{line}\n" for line in lines).encode())
