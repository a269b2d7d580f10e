"""Alembic's entry point: one online connection, the version table in our schema."""

from alembic import context
from sqlalchemy import create_engine, pool, text

from ops.migrations.run import SCHEMA

engine = create_engine(
    context.config.attributes["database_url"],
    poolclass=pool.NullPool,
    connect_args={"connect_timeout": 10},
)
with engine.connect() as connection:
    connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
    connection.commit()
    context.configure(connection=connection, version_table_schema=SCHEMA)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
