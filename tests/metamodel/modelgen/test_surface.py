import json

import pytest

from metamodel.modelgen.surface import cube_keys, document_keys, reason_for
from tests.golden.kitchen_sink import PATH


def test_every_key_that_is_written_has_its_values() -> None:
    found = cube_keys(PATH.read_text(encoding="utf-8"))
    assert found["cubes.calendar"] == ["True"]
    assert found["views.folders.includes"][:2] == ["", "status"]
    assert "cubes.meta" in found


def test_places_lead_to_the_values() -> None:
    document = json.loads(PATH.read_text(encoding="utf-8"))
    (place,) = document_keys(document)["defaults.tenancy.claim"]
    assert place == ("defaults", "tenancy", "claim")


def test_keys_that_hold_keys_are_said_by_those() -> None:
    found = document_keys({"a": {"b": [{"c": 1}]}, "meta": {"any": 1}})
    assert found == {"a.b.c": [("a", "b", 0, "c")], "meta": [("meta",)]}


@pytest.mark.parametrize(("key", "reason"), [("x.shown", "y"), ("x.other", None)])
def test_the_first_pattern_that_fits_gives_the_reason(key: str, reason: str | None) -> None:
    assert reason_for(key, {"*.shown": "y"}) == reason
