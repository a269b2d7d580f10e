"""The shop's document on disk, and its model as Cube would find it, for verbs of `modelgen`."""

import json
from pathlib import Path
from typing import Any

import pytest

from metamodel.modelgen.generated import GeneratedModel
from orchestration.settings import Settings
from tests.fakes.platform import FakePlatform
from tests.metamodel.modelgen.shop_model import ENGINE, generated
from tests.metamodel.shop import GONE, ORDER, shop

FAULT = {"/entities/0/time": GONE}  # TIM001
OTHER = {f"/entities/{ORDER}/measures/1/title": "Turnover"}


def fake_platform(monkeypatch: pytest.MonkeyPatch) -> FakePlatform:
    """A platform of fakes that the verbs speak to."""
    made = FakePlatform()
    monkeypatch.setattr("ops.cli.modelgen.settings_for", lambda _: Settings())
    monkeypatch.setattr("orchestration.composition.compose", lambda _: made.composed)
    monkeypatch.setattr("orchestration.composition.cube_engine", lambda _: ENGINE)
    return made


def written(folder: Path, edits: dict[str, Any] | None = None) -> str:
    """Path of the edited shop's document."""
    file = folder / "shop.json"
    file.write_text(json.dumps(shop(edits), indent=2))
    return str(file)


def served(platform: FakePlatform, edits: dict[str, Any] | None = None) -> GeneratedModel:
    """The edited shop's model, which Cube finds in the publish folder once it is there."""
    made = generated(edits)
    platform.cube.serve(made.version, made.cube_fps, made.rollups)
    return made


def current(platform: FakePlatform) -> str | None:
    """The version of the shop that serves."""
    found = platform.publications.current("shop")
    return found.version if found else None
