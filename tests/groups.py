"""Which tests run in one process: those of a file, and those that share what is slow to start.

The hooks are imported by `tests/conftest.py`. Whoever hands out the tests knows them by name only,
so files are named here; a test that asks for one of the fixtures elsewhere is refused.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

SHARED: Mapping[str, tuple[str, ...]] = {
    "whole_stack": (
        "tests/integration/test_audit_trail.py",
        "tests/integration/test_http_api.py",
        "tests/integration/test_hybrid_mode.py",
        "tests/integration/test_one_edit.py",
        "tests/integration/test_stack.py",
        "tests/ops/cli/test_top.py",
        "tests/ops/demo/acts/",
        "tests/ops/monitoring/test_exporter.py",
    ),
    "secured_platform": (
        "tests/integration/test_dead_letters.py",
        "tests/integration/test_observability.py",
        "tests/integration/test_rewind_group.py",
        "tests/integration/test_secured_platform.py",
    ),
    "secured_kafka": (
        "tests/contract/test_access_probe.py",
        "tests/integration/test_access_matrix.py",
        "tests/integration/test_broker_access.py",
        "tests/orchestration/adapters/test_rotation_witness_kafka.py",
    ),
    "schema_registry_url": (
        "tests/contract/test_schema_registry.py",
        "tests/ops/stack/components/test_schema_registry.py",
        "tests/orchestration/adapters/test_schema_registry_http.py",
    ),
}
"""Fixtures of a session by name, and the files whose tests ask for them."""


def group_of(nodeid: str) -> str:
    """The fixture that a test's file is named under, or else the file."""
    return next(
        (name for name, files in SHARED.items() if nodeid.startswith(files)),
        nodeid.partition("::")[0],
    )


def misplaced(nodeid: str, fixtures: Sequence[str]) -> str | None:
    """The fixture that a test asks for, and that its file is not named under."""
    asked = next((name for name in SHARED if name in fixtures), None)
    return asked if asked is not None and group_of(nodeid) != asked else None


class ByGroup(LoadScopeScheduling):  # type: ignore[misc]  # it has no types
    """Hands out whole groups, those with most tests first."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByGroup:
    """Who hands out tests to processes."""
    return ByGroup(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse what would start a shared thing a second time. Raises UsageError."""
    for item in items:
        asked = misplaced(item.nodeid, getattr(item, "fixturenames", ()))
        if asked is not None:
            raise pytest.UsageError(f"{item.nodeid} asks for {asked}: name its file in {__name__}")
