"""Rows, cursors, plans and jobs are nobody else's, whatever is asked of them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from metamodel.kernel.errors import RampartError
from presence_api.caller import Caller
from presence_api.entities.bulk.desk import BulkPlan, JobForbidden, JobUnknown
from presence_api.entities.bulk.plan_tokens import PlanChanged
from presence_api.entities.catalogue.view import EntityForbidden, EntityView
from presence_api.entities.faults import RequestInvalid
from presence_api.entities.instance import InstanceUnknown
from presence_api.entities.search import cursor
from presence_api.entities.search.cursor import CursorRefused
from presence_api.entities.search.reader import Row
from presence_api.entities.writing.patching import Editor, PatchWanted
from presence_api.ports.bulk_jobs import Job
from tests.presence_api.entities.gadgets import TABLE
from tests.presence_api.entities.requests import searches
from tests.presence_api.entities.served import Served
from tests.presence_api.isolation.sights import MEASURES, PEOPLE, ROWS, Sight, sight_of

BY_ID: Final = {str(row["gadget_id"]): row for row in ROWS}
WHO = st.sampled_from(PEOPLE)
WHICH = st.sampled_from(sorted(BY_ID))
ANY = st.integers(0, 9)
HIDDEN = st.sampled_from(["pin", "margin", "email", "tenant_id"])


class Strangers(RuleBasedStateMachine):
    """Nobody changes a row here, so that everybody must see the same as ever."""

    def __init__(self) -> None:
        super().__init__()
        self.served = Served(*(dict(row) for row in ROWS))
        self.before = [*self.served.store.tables[TABLE]]
        self.cursors: list[tuple[Caller, dict[str, Any], str]] = []
        self.plans: list[tuple[Caller, dict[str, Any], str]] = []
        self.jobs: list[tuple[Caller, str]] = []

    @rule(data=st.data(), who=WHO, limit=st.integers(1, 4))
    def somebody_searches(self, data: st.DataObject, who: Caller, limit: int) -> None:
        view = self._view(who)
        if view is None:
            return
        said = data.draw(searches(view, limit=limit))
        page = self.served.service.search(who, "gadget", said)
        for row in page.rows:
            _is_theirs(sight_of(who), row)
        if page.next is not None:
            self.cursors.append((who, said, page.next))

    @rule(who=WHO, which=ANY)
    def somebody_goes_on_where_another_was(self, who: Caller, which: int) -> None:
        """Also where the other's is a search that they could make."""
        if not self.cursors or self._view(who) is None:
            return
        whose, said, at = self.cursors[-1 - which % len(self.cursors)]
        try:
            page = self.served.service.search(who, "gadget", {**said, "cursor": at})
        except (CursorRefused, RequestInvalid):
            assert who.user != whose.user
            return
        assert sight_of(who) == sight_of(whose), f"{who} goes on where {whose} was"
        for row in page.rows:
            _is_theirs(sight_of(who), row)

    @rule(who=WHO, one=WHICH)
    def somebody_asks_for_a_row(self, who: Caller, one: str) -> None:
        try:
            row = self.served.service.get(who, "gadget", one)
        except (InstanceUnknown, EntityForbidden):
            assert one not in sight_of(who).ids
            return
        assert one in sight_of(who).ids, f"{who} sees {one}"
        _is_theirs(sight_of(who), row)

    @rule(who=WHO, one=WHICH, name=HIDDEN)
    def somebody_changes_what_is_not_theirs(self, who: Caller, one: str, name: str) -> None:
        """A row of somebody else's by a name that is theirs, or their own by one that is not."""
        seen = sight_of(who)
        free = name in seen.shown and name != "tenant_id"
        patch = {name: "x"} if one in seen.ids and not free else {"status": "done"}
        if one in seen.ids and free:
            return
        wanted = PatchWanted(one, patch, int(BY_ID[one]["version"] or 0))
        with pytest.raises((InstanceUnknown, EntityForbidden, RequestInvalid)) as found:
            self.served.service.patch(Editor(who, who.user), "gadget", wanted)
        if one not in seen.ids:
            assert found.type is not RequestInvalid, "it tells that there is such a row"

    @rule(who=WHO, ids=st.sets(WHICH, min_size=1, max_size=6), run=st.booleans())
    def somebody_plans_for_many(self, who: Caller, ids: set[str], *, run: bool) -> None:
        said = {"ids": sorted(ids), "set": {"status": "done"}}
        seen = sight_of(who)
        try:
            plan = self.served.desk.update(Editor(who, ""), "gadget", {**said, "dryRun": True})
        except EntityForbidden:
            assert not seen.ids
            return
        assert isinstance(plan, BulkPlan)
        meant = seen.ids & ids
        assert (plan.matched, plan.invalid) == (len(meant), len(ids - meant))
        assert {row.id for row in plan.sample} <= meant
        self.plans.append((who, said, plan.token))
        if run:
            self._begin(who, said)

    @rule(who=WHO, which=ANY)
    def somebody_runs_what_another_has_planned(self, who: Caller, which: int) -> None:
        if not self.plans:
            return
        whose, said, token = self.plans[-1 - which % len(self.plans)]
        if whose.user == who.user:
            return
        with pytest.raises((PlanChanged, EntityForbidden)):
            self.served.desk.update(Editor(who, ""), "gadget", {**said, "planToken": token})

    @rule(who=WHO, which=ANY)
    def somebody_looks_after_a_job_of_another(self, who: Caller, which: int) -> None:
        if not self.jobs:
            return
        whose, job = self.jobs[-1 - which % len(self.jobs)]
        desk = self.served.desk
        if whose.tenant != who.tenant:
            for ask in (desk.job, desk.cancel, lambda caller, one: desk.errors(caller, one, 0, 9)):
                with pytest.raises(JobUnknown):
                    ask(who, job)
        elif whose.user != who.user:
            with pytest.raises(JobForbidden):
                desk.cancel(who, job)
            with pytest.raises(JobForbidden):
                desk.errors(who, job, 0, 9)

    @invariant()
    def nothing_has_changed(self) -> None:
        assert self.served.store.tables[TABLE] == self.before

    def _begin(self, who: Caller, said: Mapping[str, Any]) -> None:
        """A job that is cancelled before anybody works on it: its author has one at a time."""
        try:
            job = self.served.desk.update(Editor(who, ""), "gadget", said)
        except RampartError:
            return
        assert isinstance(job, Job)
        self.jobs.append((who, job.id))
        self.served.desk.cancel(who, job.id)

    def _view(self, who: Caller) -> EntityView | None:
        try:
            return self.served.service.view(who, "gadget")
        except EntityForbidden:
            assert not sight_of(who).ids
            return None


def _is_theirs(seen: Sight, row: Row) -> None:
    assert row.id in seen.ids, f"row {row.id} is not theirs"
    assert row.values.keys() <= seen.readable - {*MEASURES}, f"{row.values.keys()} are not theirs"
    for name, value in row.values.items():
        assert value == seen.of(BY_ID[row.id], name), f"{name} of {row.id} is not theirs"


TestStrangers = Strangers.TestCase
TestStrangers.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)


def test_canary_a_cursor_that_does_not_say_whose_it_is_is_found_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    covered = cursor._covered

    def careless(view: EntityView, request: Any, said: bytes) -> bytes:
        return covered(replace(view, tenant="", grants=()), request, said)

    monkeypatch.setattr(cursor, "_covered", careless)
    with pytest.raises(AssertionError, match="goes on where"):
        run_state_machine_as_test(
            Strangers,
            settings=settings(
                report_multiple_bugs=False,
                max_examples=100,
                stateful_step_count=30,
                phases=[Phase.generate],
                derandomize=True,
                deadline=None,
            ),
        )
