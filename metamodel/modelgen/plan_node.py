"""What every piece of a plan is."""

from typing import ClassVar

from msgspec import Struct


class PlanNode(
    Struct, frozen=True, gc=False, omit_defaults=True, rename=lambda name: name.removesuffix("_")
):
    """A piece of a plan: a field is a key of the YAML, in this order.

    A field at its default is left out; `_` behind a name that Python reserves is dropped. Plans
    are trees, so the garbage collector need not look at them.
    """

    unsaid: ClassVar[frozenset[str]] = frozenset()
    """Fields that are ours alone: no keys of the YAML."""
