"""Generated documents."""

import yaml

from ops.deployment.documents import NOTICE, yaml_file


def test_several_documents_are_one_file_below_the_notice() -> None:
    text = yaml_file({"b": 1, "a": 2}, {"c": 3})

    assert text.startswith(NOTICE)
    assert list(yaml.safe_load_all(text)) == [{"b": 1, "a": 2}, {"c": 3}]
    assert text.index("b: 1") < text.index("a: 2")


def test_what_stands_twice_is_written_twice() -> None:
    shared = {"x": [1]}

    assert "&" not in yaml_file({"one": shared, "two": shared})
