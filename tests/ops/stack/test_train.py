"""The broker's start-up cache."""

from pathlib import Path

import pytest

from ops.stack import train


def test_a_cache_that_is_there_is_not_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "kafka-1.aot"
    cache.touch()
    monkeypatch.setattr("ops.stack.broker.cache_file", lambda: cache)
    assert train.train() is False


@pytest.mark.integration
def test_a_broker_is_trained_and_only_the_new_cache_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, old = tmp_path / "kafka-2.aot", tmp_path / "kafka-1.aot"
    old.touch()
    monkeypatch.setattr(train, "CACHE", tmp_path)
    monkeypatch.setattr("ops.stack.broker.cache_file", lambda: cache)
    assert train.train() is True
    assert [file.name for file in tmp_path.iterdir()] == [cache.name]
