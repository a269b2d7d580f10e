"""NAM005."""

from collections.abc import Iterator
from itertools import pairwise

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject, find_member


class HiddenCube(LintRule):
    """A view goes along a path on which a member has the name of the next cube.

    Why: Cube looks for the next step of a path among the members first: it finds the measure
    `customers` of `invoices` where the cube was meant, and refuses the whole model.

    Bad: `"path": "invoice.customer"` where `invoice` has a measure `customers`.
    Good: the measure called `buyers`.
    """

    code = "NAM005"

    def check(self, subject: Subject) -> Iterator[Finding]:
        nodes = subject.graph.nodes
        for place, view in subject.views():
            for index, item in enumerate(view.cubes):
                steps = [nodes.get(step) for step in item.path.split(".")]
                for here, there in pairwise(steps):
                    if here and there and find_member(here.entity, there.cube):
                        message = f"`{here.name}` has a member `{there.cube}`, which hides the cube"
                        at = f"{place}/cubes/{index}/path"
                        yield self.found(at, message, "Give the member another name.")
