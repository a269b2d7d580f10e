"""Nothing is left out on either side: of the grammar's keys, or of Cube's."""

import json
import subprocess
from fnmatch import fnmatch

import pytest

from metamodel.modelgen.surface import (
    SERVES,
    TOGETHER,
    UNSAID,
    cube_keys,
    document_keys,
    reason_for,
)
from ops.dev.reference.coverage import SURFACE, effects, pages
from ops.dev.reference.metamodel_schema import pages as schema_pages
from orchestration.adapters.compiler_node import node_binary
from tests.golden.kitchen_sink import PATH

KNOWN = frozenset(SURFACE.read_text(encoding="utf-8").split())
SAID = frozenset(cube_keys(PATH.read_text(encoding="utf-8")))


def test_every_key_that_cube_knows_is_said_or_left_out_for_a_reason() -> None:
    assert sorted(key for key in KNOWN - SAID if reason_for(key, UNSAID) is None) == []


def test_no_reason_outlives_the_key_it_was_given_for() -> None:
    left_out = KNOWN - SAID
    assert [one for one in UNSAID if not any(fnmatch(key, one) for key in left_out)] == []


def test_what_is_said_is_known_to_cube_but_for_names_and_deeper_nesting() -> None:
    unknown = {key for key in SAID - KNOWN if "." in key and not key.endswith(".name")}
    assert {key for key in unknown if ".or.and" not in key} == {
        "views.folders.includes.includes",
        "view_groups.includes.includes",
    }


def test_every_key_of_a_document_reaches_cube_or_serves_somebody_else() -> None:
    found = effects()
    aimless = [key for key, to in found.items() if not to and reason_for(key, SERVES) is None]
    assert aimless == sorted(TOGETHER)
    assert [one for one in SERVES if not any(fnmatch(key, one) for key in found)] == []


def test_the_document_says_every_key_of_the_grammar() -> None:
    tables = schema_pages()["metamodel-schema.md"]
    grammar = {line.split("`")[1] for line in tables.splitlines() if line.startswith("| `")}
    document = json.loads(PATH.read_text(encoding="utf-8"))
    said = {name for key in document_keys(document) for name in key.split(".")}
    assert sorted(grammar - said) == []


def test_a_key_of_the_document_stands_beside_the_keys_that_change_with_it() -> None:
    text = pages()["coverage.md"]
    assert "| `entities.measures.drillMembers` | `cubes.measures.drill_members` |" in text
    assert "| `entities.attributes.editable` | none; for the entity API |" in text
    assert "| `entities.access.allRows` | `cubes.access_policy.row_level.allow_all` |" in text
    assert "| `*.shown` | the older name of `public` |" in text


@pytest.mark.node
def test_the_committed_surface_is_that_of_the_installed_cube() -> None:
    command = [str(node_binary()), "surface.cjs"]
    found = subprocess.run(
        command, cwd=SURFACE.parent, capture_output=True, timeout=120, check=True, text=True
    )
    assert found.stdout == SURFACE.read_text(encoding="utf-8")
