"""The demo's business data: TPC-H, whose answers are published."""

from ops.stack.component import Component, Stack
from ops.stack.components.postgres import owner_url
from ops.tpch.load import load_tpch


class Seed(Component):
    """TPC-H at scale factor 0.01 in schema `public`; there once, it is left alone."""

    name = "seed"
    needs = ("postgres",)

    def start(self, stack: Stack) -> None:
        load_tpch(owner_url(stack))
