"""What a job keeps of its request."""

import json

from hypothesis import given
from hypothesis import strategies as st

from presence_api.entities.bulk.job_plan import JobPlan
from presence_api.entities.bulk.request import read_bulk
from presence_api.entities.faults import Faults
from presence_api.entities.patch import read_patch
from presence_api.entities.writing.patching import Editor
from tests.presence_api.entities.gadgets import caller, view

WHO = Editor(caller("admin", "b", sworn=True, names=["ada"]), "Anna")
VIEW = view("admin")


PATCHES = st.fixed_dictionaries(
    {"status": st.sampled_from(["open", "done"])},
    optional={
        "name": st.none() | st.from_regex("[a-z]{2,8}", fullmatch=True),
        "amount": st.none() | st.decimals(0, 100, places=3),
        "made": st.none() | st.dates().map(str),
        "email": st.none() | st.text(st.characters(categories=["L"])),
    },
)


@given(PATCHES)
def test_it_is_read_as_it_was_written_and_means_the_same(patch: dict[str, object]) -> None:
    request = read_bulk(VIEW, {"ids": ["1"], "set": patch, "onConflict": "abort"})
    plan = JobPlan.of(WHO, request)
    again = JobPlan.read(json.loads(json.dumps(plan.as_json())))
    assert again == plan
    faults = Faults()
    assert read_patch(VIEW, again.patch, faults) == request.values
    assert not faults
