"""The next release, as files."""

import json
import pickle

import pytest

from metamodel.events.releasing import ReleaseRefused, ids_with, next_releases
from tests.metamodel.events.planted import CHANNEL, order, plain, subject

TOPIC = f"{CHANNEL}.v1"


def test_what_differs_from_its_latest_release_is_released_with_a_golden_event() -> None:
    (new,) = next_releases([subject(order(plain(default=0)), [order()])])

    assert list(new.files) == [
        f"released/{TOPIC}/2.avsc",
        f"released/{TOPIC}/2.golden.json",
    ]
    assert json.loads(new.files[f"released/{TOPIC}/2.avsc"]) == order(plain(default=0))
    assert new.release.is_untouched


def test_what_was_released_is_not_released_again() -> None:
    assert next_releases([subject(order(), [order()])]) == []


def test_an_incompatible_schema_is_refused_and_says_why() -> None:
    with pytest.raises(ReleaseRefused, match="does not have it") as caught:
        next_releases([subject(order(plain()), [order()])])

    assert {fault.code for fault in caught.value.faults} == {"AVR005", "AVR010", "AVR012"}
    assert pickle.loads(pickle.dumps(caught.value)).faults == caught.value.faults  # noqa: S301


def test_each_new_release_gets_the_next_free_id() -> None:
    new = next_releases([subject(order())])

    text = ids_with({"a.b.v1": [1, 3]}, new)

    assert json.loads(text) == {"a.b.v1": [1, 3], TOPIC: [4]}
    assert text == f'{{\n  "a.b.v1": [1, 3],\n  "{TOPIC}": [4]\n}}\n'
