"""Where a verb finds the platform: the running stack, and above it the environment."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from ops.stack.errors import StackDown
from ops.stack.places import stack_folder
from ops.stack.state import load
from orchestration.settings import Settings

DEFAULT_STACK = "main"
PREFIX = "RAMPART_"
Verb = TypeVar("Verb", bound=Callable[..., Any])


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
    """Settings of a running stack; variables of the environment win.

    Without a running stack the environment must name the database or the broker itself. Raises
    StackDown.
    """
    ours = Settings()
    state = load(stack_folder(stack_name))
    if state is None or not state.services:
        if ours.model_fields_set & {"database_url", "kafka_bootstrap", "cube_url"}:
            return ours
        raise StackDown(stack_name)
    known: dict[str, Any] = {
        key.removeprefix(PREFIX).lower(): value for key, value in state.environment.items()
    }
    missing = Settings.model_fields.keys() - ours.model_fields_set
    return Settings(**{field: known[field] for field in missing & known.keys()})
