"""YAML as every export writes it: in the order it was made, one document after the other."""

from typing import Final

import yaml

NOTICE: Final = """\
# Generated from ops/streaming/streaming.yaml and the events; change those, not this file.
"""
_WIDTH: Final = 100


def yaml_text(*documents: object) -> str:
    """The documents below the notice."""
    texts = (yaml.safe_dump(one, sort_keys=False, width=_WIDTH) for one in documents)
    return NOTICE + "---\n".join(texts)
