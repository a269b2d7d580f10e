"""Two topics and a declaration of them: what the tests of streaming change a little."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from metamodel.events._contract import FailurePolicy, Topic
from metamodel.streaming.declaration import Declaration
from metamodel.streaming.derive import Desired, derive
from metamodel.streaming.load import LoadedDeclaration, load_declaration


class Orders(Topic):
    """A topic with retries and dead letters."""

    name = "shop.order.v1"
    channel = "shop.order"
    writers = ("till",)
    readers = ("kitchen",)
    personal = True
    failure = FailurePolicy(dead_letter=True, retry_after_s=(5, 60))


class Prices(Topic):
    """A topic without."""

    name = "shop.price.v1"
    channel = "shop.price"
    writers = ("kitchen",)
    readers = ("till",)
    personal = False
    failure = FailurePolicy(dead_letter=False)


COMMITTED = Path(__file__).resolve().parents[3] / "ops" / "streaming" / "streaming.yaml"
TOPICS: Mapping[str, type[Topic]] = {item.name: item for item in (Orders, Prices)}

TEXT = """\
version: 1
owns: {topics: [shop.*], principals: [old-*]}
environments:
  bench: {replication: broker, access: false}
  town:
    replication: 3
    access: true
    defaults: {config: {min.insync.replicas: 2}}
    topics:
      shop.order.v1: {partitions: 12}
defaults: {partitions: 3, retention: 7d, cleanup: delete}
topics:
  shop.order.v1: {retention: 1d}
  shop.price.v1: {cleanup: compact}
companions:
  retry: {retention: 1h}
  dead_letters: {partitions: 1, retention: 30d}
users:
  front:
    why: Sells.
    roles: [till]
    transactions: true
    quota: {produce: 1MiB/s, request: 50%}
  back:
    why: Cooks.
    roles: [kitchen]
    service: stove
  watcher:
    why: Looks.
    access: [describe, dead_letters]
  repairs:
    why: Sends letters again.
    access: [replay]
superusers: [root]
"""


def loaded(text: str = TEXT) -> LoadedDeclaration:
    return load_declaration(text, TOPICS, "streaming.yaml")


def declared(**changes: Any) -> Declaration:
    """The declaration with other top-level values."""
    return Declaration.model_validate({**yaml.safe_load(TEXT), **changes})


def desired(environment: str = "town", **changes: Any) -> Desired:
    return derive(declared(**changes), TOPICS, environment)
