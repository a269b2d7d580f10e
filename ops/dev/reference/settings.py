"""docs/reference/settings.md: every variable of the environment that is read."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings

import presence_api.settings
from ops.dev.reference._markdown import code, page, table
from orchestration.settings import REPOSITORY, Settings

SERVICES: Mapping[str, type[BaseSettings]] = {
    "orchestration": Settings,
    "presence": presence_api.settings.Settings,
}
INTRO = """\
Read once, at the start of a service and of `rampart`. A running stack hands its own values to what
it starts; a variable that is set wins over them. *Read by*: the code location with the command line
(`orchestration`), the service for browsers (`presence`)."""


def pages() -> dict[str, str]:
    """The page of all services' settings."""
    rows = [
        (code(name), kind, default, meaning, ", ".join(readers))
        for (name, kind, default, meaning), readers in sorted(_readers(SERVICES).items())
    ]
    head = ("Variable", "Type", "Default", "Meaning", "Read by")
    return {"settings.md": page("Settings", INTRO, table(head, rows))}


def _readers(
    services: Mapping[str, type[BaseSettings]],
) -> Mapping[tuple[str, str, str, str], Sequence[str]]:
    """Each variable as a service describes it, with the services that describe it so."""
    found: dict[tuple[str, str, str, str], list[str]] = {}
    for service, settings in services.items():
        prefix = str(settings.model_config.get("env_prefix", ""))
        for name, info in settings.model_fields.items():
            words = (f"{prefix}{name}".upper(), _kind(info), _default(info), info.description or "")
            found.setdefault(words, []).append(service)
    return found


def _kind(info: FieldInfo) -> str:
    kind: Any = info.annotation
    limits = [
        f"{word} {limit}"
        for constraint in info.metadata
        for name, word in (("gt", ">"), ("ge", ">="), ("lt", "<"), ("le", "<="))
        if (limit := getattr(constraint, name, None)) is not None
    ]
    name = "secret" if kind is SecretStr else getattr(kind, "__name__", str(kind)).lower()
    return ", ".join([name, *limits])


def _default(info: FieldInfo) -> str:
    value = info.get_default(call_default_factory=True)
    if isinstance(value, SecretStr):
        return "(not shown)"
    if isinstance(value, Path) and value.is_relative_to(REPOSITORY):
        return code(value.relative_to(REPOSITORY).as_posix())
    return code(str(value).lower() if isinstance(value, bool) else value)
