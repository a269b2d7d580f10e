"""How a principal gets into the secured broker of a test."""

from ops.stack.supervisor import Supervisor
from orchestration.adapters.kafka_access import KafkaAccess


def access(stack: Supervisor, principal: str) -> KafkaAccess:
    """With the password and the trust that the stack made for it."""
    folder = stack.folder / "kafka"
    authority = folder / "certificates" / "client-authority.pem"
    return KafkaAccess("SASL_SSL", principal, folder / "passwords" / principal, authority)
