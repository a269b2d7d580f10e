"""Who may import whom, and that each contract has seen a breach."""

from pathlib import Path

import pytest

from tests.architecture.gates_layers import contract_faults, layer_faults
from tests.architecture.tree import REPOSITORY, planted

CONFIGURATION = REPOSITORY / "pyproject.toml"
LIVE_MODULES = (
    "background",
    "closing",
    "controller",
    "fast_socket",
    "frame_faults",
    "front",
    "handshake",
    "live",
    "lock_desk",
    "lock_parts",
    "lock_rules",
    "proxies",
    "lock_terms",
    "lock_tokens",
    "lock_watch",
    "locks",
    "masking",
    "problems",
    "queued_wire",
    "quiet_process",
    "session",
    "sessions",
    "socket",
    "standing",
    "tickets",
    "wire",
)
EMPTY = (
    {
        f"{package}/__init__.py": ""
        for package in (
            "metamodel",
            "metamodel/importers",
            "metamodel/kernel",
            "orchestration",
            "orchestration/adapters",
            "orchestration/defs",
            "orchestration/flows",
            "orchestration/ports",
            "presence_api",
            "presence_api/adapters",
            "presence_api/entities",
            "presence_api/entities/bulk",
            "presence_api/entities/catalogue",
            "presence_api/entities/outbox",
            "presence_api/entities/search",
            "presence_api/entities/writing",
            "presence_api/health",
            "presence_api/live",
            "presence_api/live/admin",
            "presence_api/live/backplane",
            "presence_api/live/rooms",
            "presence_api/live/staleness",
            "presence_api/live/verbs",
            "presence_api/middleware",
            "presence_api/openapi",
            "presence_api/pages",
            "presence_api/ports",
            "presence_api/problem_types",
            "presence_api/reporting",
            "presence_api/reporting/answering",
            "presence_api/reporting/compiler",
            "presence_api/reporting/dsl",
            "presence_api/reporting/guarding",
            "ops",
        )
    }
    | {
        f"orchestration/{module}.py": ""
        for module in ("composition", "definitions", "settings", "adapters/cube", "defs/job")
    }
    | {
        f"presence_api/{module}.py": ""
        for module in (
            "app",
            "caller",
            "durations",
            "entity_service",
            "html",
            "json_body",
            "live_service",
            "logs",
            "problems",
            "promises",
            "query_shapes",
            "request_context",
            "request_fault",
            "serving",
            "report_service",
            "reporting/answers",
            "reporting/controller",
            "settings",
            "signatures",
            "threads",
            "streaming",
            "adapters/kafka",
        )
    }
    | {
        f"presence_api/entities/{module}.py": ""
        for module in (
            "answers",
            "checks",
            "controller",
            "descriptions",
            "faults",
            "instance",
            "patch",
            "service",
            "values",
        )
    }
    | {f"presence_api/live/{module}.py": "" for module in LIVE_MODULES}
    | {"metamodel/importers/b.py": ""}
)
PACKAGES = "ops imports everything, the services import metamodel and never each other"
LAYERS = (
    "orchestration: composition root, then Dagster's words or technology, then flows, then ports"
)
SETTINGS = "settings know nothing of the code they set"
DAGSTER = "dagster only in orchestration.definitions and orchestration.defs"
PRESENCE = "presence: composition root, then technology, then what is done, then ports"
LIVE = "presence: sockets, then sessions, then verbs, then rooms"
ENTITIES = "entities: what is done with them, then what a caller may see, then values and faults"
LITESTAR = (
    "litestar only in presence_api.app, its problems and document, controllers and the ASGI socket"
)
IMPORTERS = "importers are asked by ops only"
REPORTING = "reports: how they are answered, then what Cube is asked, then what may be asked"
TECHNOLOGY = (
    "flows, entities, presence, reports and ports know no technology, the metamodel opens nothing"
)


def test_the_layers_hold() -> None:
    assert layer_faults(REPOSITORY, CONFIGURATION) == []


def test_every_package_is_looked_at() -> None:
    assert contract_faults(CONFIGURATION.read_text(encoding="utf-8")) == []


def test_canary_of_a_forgotten_package() -> None:
    text = '[tool.importlinter]\nroot_packages = ["metamodel", "orchestration", "ops"]\n'

    assert contract_faults(text) == ["import-linter does not look at presence_api"]


def test_an_empty_tree_breaks_nothing(tmp_path: Path) -> None:
    assert layer_faults(planted(tmp_path, EMPTY), CONFIGURATION) == []


@pytest.mark.parametrize(
    ("path", "imported", "contract"),
    [
        ("metamodel/a.py", "orchestration", PACKAGES),
        ("metamodel/a.py", "ops", PACKAGES),
        ("orchestration/flows/a.py", "presence_api", PACKAGES),
        ("presence_api/ports/a.py", "orchestration.ports", PACKAGES),
        ("presence_api/ports/a.py", "ops", PACKAGES),
        ("presence_api/stray.py", "presence_api.ports", PRESENCE),
        ("presence_api/ports/a.py", "presence_api.entities", PRESENCE),
        ("presence_api/entities/search/a.py", "presence_api.adapters.kafka", PRESENCE),
        ("presence_api/entities/catalogue/a.py", "presence_api.live.rooms", PRESENCE),
        ("presence_api/reporting/guarding/a.py", "presence_api.live", PRESENCE),
        ("presence_api/reporting/guarding/a.py", "presence_api.entities", PRESENCE),
        ("presence_api/reporting/guarding/a.py", "presence_api.adapters.kafka", PRESENCE),
        ("presence_api/adapters/a.py", "presence_api.app", PRESENCE),
        ("presence_api/adapters/a.py", "presence_api.settings", PRESENCE),
        ("presence_api/settings.py", "presence_api.ports", SETTINGS),
        ("presence_api/entities/stray.py", "presence_api.ports", ENTITIES),
        ("presence_api/entities/catalogue/a.py", "presence_api.entities.search", ENTITIES),
        ("presence_api/entities/search/a.py", "presence_api.entities.outbox", ENTITIES),
        ("presence_api/entities/patch.py", "presence_api.entities.writing", ENTITIES),
        ("presence_api/entities/writing/a.py", "presence_api.entities.bulk", ENTITIES),
        ("presence_api/entities/search/a.py", "litestar", LITESTAR),
        ("presence_api/health/a.py", "litestar", LITESTAR),
        ("presence_api/live/rooms/a.py", "litestar", LITESTAR),
        ("presence_api/live/rooms/a.py", "presence_api.live.session", LIVE),
        ("presence_api/live/stray.py", "presence_api.live.rooms", LIVE),
        ("presence_api/entities/search/a.py", "psycopg", TECHNOLOGY),
        ("presence_api/reporting/dsl/a.py", "presence_api.reporting.compiler", REPORTING),
        ("presence_api/reporting/guarding/a.py", "presence_api.reporting.answering", REPORTING),
        ("presence_api/reporting/answering/a.py", "litestar", LITESTAR),
        ("presence_api/reporting/dsl/a.py", "litestar", LITESTAR),
        ("presence_api/reporting/guarding/a.py", "httpx", TECHNOLOGY),
        ("presence_api/reporting/guarding/a.py", "litestar", LITESTAR),
        ("orchestration/flows/a.py", "orchestration.adapters.cube", LAYERS),
        ("orchestration/ports/a.py", "orchestration.flows", LAYERS),
        ("orchestration/defs/a.py", "orchestration.adapters.cube", LAYERS),
        ("orchestration/adapters/a.py", "orchestration.defs.job", LAYERS),
        ("orchestration/adapters/a.py", "orchestration.settings", LAYERS),
        ("orchestration/flows/a.py", "orchestration.settings", LAYERS),
        ("orchestration/defs/a.py", "orchestration.composition", LAYERS),
        ("orchestration/stray.py", "orchestration.ports", LAYERS),
        ("orchestration/settings.py", "metamodel.kernel", SETTINGS),
        ("orchestration/flows/a.py", "dagster", DAGSTER),
        ("orchestration/composition.py", "dagster", DAGSTER),
        ("ops/a.py", "dagster", DAGSTER),
        ("orchestration/defs/a.py", "litestar", LITESTAR),
        ("orchestration/flows/a.py", "confluent_kafka", TECHNOLOGY),
        ("metamodel/a.py", "httpx", TECHNOLOGY),
        ("metamodel/a.py", "duckdb", TECHNOLOGY),
        ("metamodel/importers/draft.py", "psycopg", TECHNOLOGY),
        ("metamodel/importers/catalogue_postgres.py", "duckdb", TECHNOLOGY),
        ("metamodel/a.py", "metamodel.importers.b", IMPORTERS),
        ("orchestration/flows/a.py", "metamodel.importers.b", IMPORTERS),
    ],
)
def test_canary(tmp_path: Path, path: str, imported: str, contract: str) -> None:
    planted(tmp_path, {**EMPTY, path: f"import {imported}\n"})

    assert layer_faults(tmp_path, CONFIGURATION) == [contract]
