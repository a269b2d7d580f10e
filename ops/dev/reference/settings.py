"""docs/reference/settings.md: every variable of the environment that is read."""

from pathlib import Path
from typing import Any

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from ops.dev.reference._markdown import code, page, table
from orchestration.settings import REPOSITORY, Settings

INTRO = """\
Read once, at the start of the code location and of `rampart`. A running stack hands its own
values to what it starts; a variable that is set wins over them."""


def pages() -> dict[str, str]:
    """The page of the code location's settings."""
    prefix = str(Settings.model_config.get("env_prefix", ""))
    rows = [
        (code(f"{prefix}{name}".upper()), _kind(info), _default(info), info.description)
        for name, info in sorted(Settings.model_fields.items())
    ]
    head = ("Variable", "Type", "Default", "Meaning")
    return {"settings.md": page("Settings", INTRO, table(head, rows))}


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
