"""What every verb is."""

import json

import pytest

from metamodel.naming.dictionary import load_dictionary
from presence_api.live.session import VERBS
from tests.fakes.instance import Instance


def test_verbs_are_called_as_the_protocol_names_them() -> None:
    fixed = next(item for item in load_dictionary().fixed if "SUB" in item.names)
    ops = {verb.__struct_config__.tag for verb in VERBS.values()}
    assert ops <= set(fixed.names)


@pytest.mark.parametrize("name", sorted(VERBS))
def test_a_verb_takes_no_fields_it_does_not_know(name: str) -> None:
    anna = Instance().browser("anna")
    assert anna.session is not None
    op = VERBS[name].__struct_config__.tag
    anna.session.receive(json.dumps({"op": op, "room": "order", "unknown": 1}).encode())
    assert anna.ended is not None
