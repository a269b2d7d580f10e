"""Which tests have to run in one process: those that share something that is slow to start.

The hook is imported by `tests/conftest.py`; `--dist loadgroup` keeps to what it says.
"""

import pytest

SHARED = ("whole_stack", "secured_platform", "secured_kafka", "schema_registry_url")
"""Fixtures of a session, the dearest first: each process that needs one starts its own."""


def group_of(item: pytest.Item) -> str:
    """The dearest of those fixtures that a test asks for, or else its file."""
    asked = getattr(item, "fixturenames", ())
    return next((name for name in SHARED if name in asked), item.nodeid.partition("::")[0])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test with its group."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(group_of(item)))
