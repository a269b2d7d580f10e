"""The platform's own tables, brought to the newest revision."""

import importlib
import importlib.util

from ops.stack.component import Component, Stack
from ops.stack.components.postgres import owner_url


class Migrations(Component):
    """Alembic's history applied to the stack's database."""

    name = "migrations"
    needs = ("postgres",)

    def start(self, stack: Stack) -> None:
        run = importlib.import_module("ops.migrations.run")
        run.upgrade(owner_url(stack))

    @classmethod
    def available(cls) -> bool:
        return importlib.util.find_spec("ops.migrations.run") is not None
