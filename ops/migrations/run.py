"""Bring a database to the newest revision; called by the stack and by tests."""

from pathlib import Path

from alembic import command
from alembic.config import Config

SCHEMA = "rampart"


def upgrade(database_url: str, revision: str = "head") -> None:
    """Apply all migrations up to `revision`; does nothing on an up-to-date database."""
    command.upgrade(_config(database_url), revision)


def downgrade(database_url: str, revision: str = "base") -> None:
    """Undo migrations down to `revision`."""
    command.downgrade(_config(database_url), revision)


def _config(database_url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["database_url"] = database_url.replace(
        "postgresql://", "postgresql+psycopg://", 1
    )
    return config
