"""Where a verb finds the platform: the running stack, and above it the environment."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click
from pydantic import ValidationError
from pydantic_settings import BaseSettings

from metamodel.kernel.errors import RampartError
from ops.stack.errors import StackDown
from ops.stack.places import stack_folder
from ops.stack.state import load
from orchestration.settings import Settings

DEFAULT_STACK = "main"
PREFIX = "RAMPART_"
Verb = TypeVar("Verb", bound=Callable[..., Any])
Kind = TypeVar("Kind", bound=BaseSettings)


class SettingsRefused(RampartError):
    """Settings have values that make no sense; each is named with its variable, never shown."""

    code = "CLI-003"
    hint = "docs/reference/settings.md has every variable with its unit and default."
    exit_code = 2


def stack_option(verb: Verb) -> Verb:
    """`--stack NAME`, also from RAMPART_STACK: which stack the verb speaks to."""
    option = click.option(
        "--stack",
        "stack_name",
        metavar="NAME",
        envvar="RAMPART_STACK",
        default=DEFAULT_STACK,
        show_default=True,
        help="The stack to speak to.",
    )
    return option(verb)


def settings_for(stack_name: str) -> Settings:
    """Settings of the code location on a running stack; variables of the environment win.

    Without a running stack the environment must name the database or the broker itself. Raises
    StackDown.
    """
    return found_settings(Settings, stack_name)


def found_settings(kind: type[Kind], stack_name: str, **values: Any) -> Kind:
    """Settings of any service, `values` before the environment before the running stack's.

    Raises StackDown, SettingsRefused.
    """
    ours = _settings(kind, values)
    state = load(stack_folder(stack_name))
    if state is None or not state.services:
        if ours.model_fields_set & {"database_url", "kafka_bootstrap", "cube_url"}:
            return ours
        raise StackDown(stack_name)
    known: dict[str, Any] = {
        key.removeprefix(PREFIX).lower(): value for key, value in state.environment.items()
    }
    missing = kind.model_fields.keys() - ours.model_fields_set
    return _settings(kind, {**values, **{field: known[field] for field in missing & known.keys()}})


def read_settings(**values: Any) -> Settings:
    """Settings from `values`, else the environment, else defaults. Raises SettingsRefused."""
    return _settings(Settings, values)


def _settings(kind: type[Kind], values: Mapping[str, Any]) -> Kind:
    try:
        return kind(**values)
    except ValidationError as error:
        faults = {f"{PREFIX}{item['loc'][0]}".upper(): item["msg"] for item in error.errors()}
        words = "; ".join(f"{name}: {why}" for name, why in sorted(faults.items()))
        raise SettingsRefused(words) from None
