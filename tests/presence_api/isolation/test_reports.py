"""What somebody is answered among others is what they would be answered alone."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from metamodel.kernel.errors import RampartError
from metamodel.model.partitions import Granularity
from metamodel.modelgen.rollup import Rollup
from orchestration.ports.ledger import PartitionKey
from presence_api.caller import Caller
from presence_api.ports.published_models import PublishedModel
from presence_api.ports.report_cache import CacheKey
from presence_api.reporting.answering import reporting_model
from presence_api.reporting.answering.body import body
from presence_api.reporting.answering.counts import ReportCounts
from presence_api.reporting.answering.postponed import ResultUnknown
from presence_api.reporting.answering.reporting_model import PreparedReport, ReportingModel
from presence_api.reporting.answering.served import Postponed, Served, Use
from presence_api.reporting.answering.upstream import Upstream
from presence_api.reporting.dsl.faults import ReportRefused
from presence_api.reporting.dsl.visibility import Onlooker, Visibility
from presence_api.reporting.guarding.breaker import Breaker
from presence_api.reporting.guarding.cache_key import Audience
from tests.fakes.clock import START, FakeClock
from tests.fakes.loop import run_timeless
from tests.fakes.report_source import FakeReportSource
from tests.presence_api.isolation.gadget_cube import GadgetCube, members
from tests.presence_api.isolation.questions import reports
from tests.presence_api.isolation.sights import PEOPLE, Sight, gadgets, sight, sight_of
from tests.presence_api.reporting.answering.test_answer_laws import LoopClock
from tests.presence_api.reporting.answering.world import CUBE, World

MODEL: Final = gadgets()
ROLLUP: Final = Rollup(
    "gadget", "by_day", "fp-by-day", MODEL.extent, Granularity.QUARTER, "made", "gadget"
)
PUBLISHED: Final = PublishedModel(MODEL, "gadgets-1", {"gadget": "fp-gadget"}, (ROLLUP,))
ALONE: Final = ReportingModel(PUBLISHED)
"""What anybody's report is prepared with to know what they may be told."""
WHO = st.sampled_from(PEOPLE)
WHICH = st.integers(0, 2)
ASKED = st.tuples(st.just("ask"), WHO, WHICH, st.sampled_from([0.0, 0.3, 3.0, 3.0]))
FETCHED = st.tuples(st.sampled_from(["fetch", "fetch", "leave"]), WHO, WHICH, st.just(0.0))
PAUSES = st.sampled_from([0.0, 0.0, 0.1, 1.5, 6.0])
STEPS = st.lists(st.tuples(ASKED | FETCHED, PAUSES), min_size=10, max_size=25)
Question = dict[str, Any]
Step = tuple[tuple[str, Caller, int, float], float]


@dataclass
class Crowd:
    """Everybody asks one service; `faults` are what must not have happened."""

    questions: Sequence[Question]
    world: World = field(default_factory=lambda: World(clock=LoopClock()))
    whose: dict[CacheKey, set[Sight]] = field(default_factory=lambda: defaultdict(set))
    told: set[tuple[int, str]] = field(default_factory=set)
    faults: set[str] = field(default_factory=set)
    tally: Counter[str] = field(default_factory=Counter)

    def open(self) -> None:
        """Everything is built, and nothing is kept."""
        fill(self.world)

    async def ask(self, who: Caller, number: int) -> None:
        """One report."""
        asked = prepared(who, self.questions[number])
        if asked is None:
            self.tally["refused"] += 1
            return
        self.told.add((number, asked.compiled.fingerprint))
        self.whose[asked.key].add(sight_of(who))
        try:
            asked = self.world.reports.prepare(who, self.questions[number])
            found = await self.world.reports.answer(asked)
        except RampartError:  # too wide, too many, stopped: nothing is told
            return
        await self.judge(who, number, found)

    async def fetch(self, who: Caller, number: int) -> None:
        """By fingerprints that somebody else has told them."""
        for fingerprint in self.told_of(number):
            try:
                found = await self.world.reports.result(who, fingerprint, 0.0)
            except ResultUnknown:
                self.tally["unknown"] += 1
            except RampartError:
                continue
            else:
                self.tally["fetched"] += 1
                await self.judge(who, number, found)

    def leave(self, who: Caller, number: int) -> None:
        """Give up what somebody else waits for."""
        for fingerprint in self.told_of(number):
            with suppress(ResultUnknown):
                self.world.reports.leave(who, fingerprint)
                if prepared(who, self.questions[number]) is None:
                    self.faults.add("somebody ends what they may not ask")

    async def judge(self, who: Caller, number: int, found: Served | Postponed) -> None:
        """Is it what they would be told alone?"""
        asked = prepared(who, self.questions[number])
        if asked is None:
            self.faults.add("somebody is told of what they may not ask")
        elif isinstance(found, Postponed):
            self.tally["postponed"] += 1
        else:
            self.tally["kept" if found.use is Use.HIT else "new"] += 1
            wanted = await alone(asked, sight_of(who))
            if found.report.body != wanted:
                self.faults.add("somebody is told what is not theirs")

    def told_of(self, number: int) -> list[str]:
        """Fingerprints of that question: they differ with what is shown."""
        return [fingerprint for one, fingerprint in sorted(self.told) if one == number]

    def judge_queries(self) -> None:
        """Cube is asked for nothing that somebody may not see, and compares nothing hidden."""
        for call in self.world.source.calls:
            seen = sight(call.context.groups, call.context.claims)
            shown, compared = members(call.query)
            if not (shown <= seen.readable and compared <= seen.shown):
                self.faults.add("Cube is asked for what somebody may not see")

    def judge_keys(self) -> None:
        """Whoever is shown something else has another key."""
        if any(len(seen) > 1 for seen in self.whose.values()):
            self.faults.add("two audiences have one key")


def fill(world: World) -> None:
    """It serves gadgets, and everything is built."""
    cube = GadgetCube(lambda context: sight(context.groups, context.claims))
    world.source.otherwise = cube.answer
    world.models.serve(PUBLISHED)
    parts = ROLLUP.partition_ids()
    world.ledger.want([PartitionKey(ROLLUP.rollup_fp, "UTC", one) for one in parts])
    for attempt in world.ledger.begin(ROLLUP, parts, "run-1"):
        world.ledger.succeed(attempt, f"preaggs.{attempt.key.partition}", 1)


def prepared(who: Caller, question: Question) -> PreparedReport | None:
    """None: they may not ask that."""
    try:
        return ALONE.prepare(question, who, START)
    except ReportRefused:
        return None


async def alone(asked: PreparedReport, seen: Sight) -> bytes:
    """The answer of a Cube that has nobody else's rows."""
    source = FakeReportSource(GadgetCube(lambda _: seen).answer)
    upstream = Upstream(source, Breaker("Cube", (), FakeClock(), CUBE), ReportCounts(), 60.0)
    answers = await upstream.answers(asked.compiled, asked.contexts[False])
    assert answers is not None
    return body(asked.compiled, answers, asked.spec_version)


async def story(questions: Sequence[Question], steps: Sequence[Step]) -> Crowd:
    """All steps; whoever waits for an answer is waited for."""
    crowd = Crowd(questions)
    crowd.open()
    await asyncio.sleep(1.5)
    asking = []
    for (what, who, asked, takes_s), pause_s in steps:
        number = asked % len(questions)
        if what == "ask":
            crowd.world.source.takes_s = takes_s
            asking.append(asyncio.create_task(crowd.ask(who, number)))
        elif what == "fetch":
            await crowd.fetch(who, number)
        else:
            crowd.leave(who, number)
        await asyncio.sleep(pause_s)
    await asyncio.gather(*asking)
    await crowd.world.reports.stop()
    await asyncio.sleep(0.01)  # what was given up just now ends
    crowd.judge_queries()
    crowd.judge_keys()
    return crowd


MANY = st.lists(reports(), min_size=1, max_size=3)


@settings(max_examples=60)
@given(MANY, STEPS)
def test_law_nobody_is_told_of_what_is_not_theirs(
    questions: list[Question], steps: list[Step]
) -> None:
    assert run_timeless(story(questions, steps)).faults == set()


def without_tenant(caller: Caller, claims: Mapping[str, Any]) -> Audience:
    """All who are in the same groups, of whichever tenant."""
    said = {**claims, "groups": sorted(caller.groups)}
    return Audience.of("", said, said.keys() - {"tenant"})


def _without_groups(caller: Caller, claims: Mapping[str, Any]) -> Audience:
    return Audience.of(caller.tenant, claims, claims)


def _without_claims(caller: Caller, claims: Mapping[str, Any]) -> Audience:
    return Audience.of(caller.tenant, {"groups": sorted(caller.groups)}, ["groups"])


@pytest.mark.parametrize("broken", [without_tenant, _without_groups, _without_claims])
def test_canary_an_audience_that_says_too_little_is_found_out(
    broken: Callable[[Caller, Mapping[str, Any]], Audience], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporting_model, "_audience", broken)
    found = faults_of_some_stories()
    assert found >= {"two audiences have one key", "somebody is told what is not theirs"}


def test_canary_a_check_that_shows_everything_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Onlooker, "sees", lambda *_: Visibility.SHOWN)
    assert "Cube is asked for what somebody may not see" in faults_of_some_stories()


def faults_of_some_stories() -> set[str]:
    """The same ones each time."""
    faults: set[str] = set()

    @settings(max_examples=30, phases=[Phase.generate], derandomize=True)
    @given(MANY, STEPS)
    def stories(questions: list[Question], steps: list[Step]) -> None:
        faults.update(run_timeless(story(questions, steps)).faults)

    stories()
    return faults
