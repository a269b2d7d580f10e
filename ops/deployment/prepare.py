"""What a deployment needs before its programs start: tables, topics with rights, schemas."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from metamodel.events._catalogue import topics
from metamodel.streaming.changes import Permission
from ops.migrations.run import upgrade
from orchestration.adapters.schema_registry_http import HttpSchemaRegistry
from orchestration.adapters.streaming_files import passwords_in
from orchestration.composition import access_as, desired_streaming, streaming_tools
from orchestration.flows.apply_streaming_plan import apply_streaming_plan
from orchestration.flows.register_schemas import register_schemas
from orchestration.settings import Settings

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Administrator:
    """Who makes topics and grants rights, and the folder of everybody's passwords."""

    user: str
    passwords: Path


def prepare(settings: Settings, administrator: Administrator | None, tell: Tell) -> None:
    """Bring everything to what this version wants; does nothing the second time.

    Without an administrator Kafka is left alone: another, such as Strimzi, looks after it.
    Nothing is taken away, and nothing shrinks. Raises PasswordMissing,
    ChangeRefused, ClusterUnavailable, SchemaRefused, RegistryUnavailable.
    """
    upgrade(settings.database_url.get_secret_value())
    tell("tables are at the newest revision")
    if administrator is not None:
        tell(_kafka(settings, administrator))
    if settings.schema_registry_url:
        register_schemas(HttpSchemaRegistry(settings.schema_registry_url), topics().values())
        tell("every schema is registered")


def _kafka(settings: Settings, administrator: Administrator) -> str:
    known = settings.model_copy(update={"kafka_passwords_dir": administrator.passwords})
    passwords = passwords_in(administrator.passwords)
    tools = streaming_tools(known, passwords, access_as(known, administrator.user))
    # Nobody waits for an answer here; what the declaration opens is meant to be open.
    report = apply_streaming_plan(
        None, desired_streaming(settings), tools, {Permission.WIDER}, rest=True
    )
    left = f", {len(report.left.drift)} left for a person" if report.left.drift else ""
    return f"Kafka: {len(report.done)} changes{left}"
