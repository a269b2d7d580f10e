"""Generated documents as text: YAML in the order it was made, below a line that says by whom."""

import json
from typing import Any, Final

import yaml

NOTICE: Final = """\
# Generated from ops/deployment and ops/streaming/streaming.yaml; change those, not this file.
"""
_WIDTH: Final = 100
Document = dict[str, Any]


def yaml_file(*documents: Document) -> str:
    """The documents below the notice; what is in several places is written out in each."""
    apart = (json.loads(json.dumps(one)) for one in documents)
    texts = (yaml.safe_dump(one, sort_keys=False, width=_WIDTH) for one in apart)
    return NOTICE + "---\n".join(texts)
