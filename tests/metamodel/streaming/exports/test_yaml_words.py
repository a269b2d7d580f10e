"""YAML of the exports."""

import yaml

from metamodel.streaming.exports.yaml_words import NOTICE, yaml_text


def test_documents_follow_one_another_below_the_notice() -> None:
    text = yaml_text({"b": 1, "a": [True]}, {"c": "x"})

    assert text.startswith(NOTICE)
    assert list(yaml.safe_load_all(text)) == [{"b": 1, "a": [True]}, {"c": "x"}]
    assert text.index("b:") < text.index("a:")
