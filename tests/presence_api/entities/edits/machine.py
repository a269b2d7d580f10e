"""People, locks, workers and servers at random; after each step everything is as on paper."""

import sys
from contextlib import suppress
from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from metamodel.kernel.errors import RampartError
from presence_api.ports.lock_table import Granted, Holder
from tests.fakes.bulk import Killed
from tests.presence_api.entities.edits.ground import (
    IDS,
    LOCK_S,
    MUTATION_S,
    STEPS_S,
    address,
)
from tests.presence_api.entities.edits.model import MOST, Grip, Sent
from tests.presence_api.entities.edits.walk import PEOPLE, EditWalk

WHO = st.sampled_from([*PEOPLE])
WHICH = st.sampled_from(IDS)
ANY = st.integers(0, 9)
DEATHS = st.integers(0, 40)
VERSIONS = st.sampled_from(["right", "right", "right", "older", "newer", "none"])
GRIPS = st.sampled_from(["none", "none", "newest", "newest", "oldest", "any", "somebody's"])


class Edits(EditWalk):
    """Rules, and what holds after each of them and in the end."""

    @rule(who=WHO, one=WHICH, named=st.booleans(), version=VERSIONS, grip=GRIPS, key=st.booleans())
    def somebody_changes_a_row(
        self, who: str, one: str, *, named: bool, version: str, grip: str, key: bool
    ) -> None:
        self.send(self.request(who, one, named=named, version=version, grip=grip, key=key))

    @rule(who=WHO, one=WHICH, statements=DEATHS, again=st.booleans())
    def a_service_dies_over_a_change(
        self, who: str, one: str, statements: int, *, again: bool
    ) -> None:
        """Nobody is told what became of it; whoever wants to know sends it again."""
        sent = self.request(who, one, version="right", grip="newest", key=True)
        self.on.writer.life.left = statements % 12
        self.send(sent)
        self.on.writer.life.left = None
        if again:
            self.send(sent)

    @rule(which=ANY)
    def a_change_is_sent_again(self, which: int) -> None:
        if self.sent:
            self.send(self.sent[-1 - which % len(self.sent)])

    @rule(who=WHO, one=WHICH, which=ANY)
    def a_key_is_used_for_another_change(self, who: str, one: str, which: int) -> None:
        keys = [sent.key for sent in self.sent if sent.user == who and sent.key is not None]
        if keys:
            new = self.request(who, one, version="right", grip="none")
            self.send(replace(new, key=keys[which % len(keys)]))

    @rule(who=WHO, one=WHICH)
    def somebody_asks_for_what_is_not_possible(self, who: str, one: str) -> None:
        version = self.paper.rows[one].version
        self.send(Sent(who, one, {"amount": MOST + 1}, version))

    @rule(who=WHO, one=WHICH)
    def somebody_changes_nothing(self, who: str, one: str) -> None:
        row = self.paper.rows[one]
        self.send(Sent(who, one, {"name": row.name}, row.version))

    @rule(who=WHO, one=WHICH, tab=st.integers(1, 2), over=st.booleans())
    def somebody_takes_a_lock(self, who: str, one: str, tab: int, *, over: bool) -> None:
        """Perhaps from whoever has it, who knows nothing of that and goes on."""
        holder, at = Holder(who, who.title(), "acme", f"{who}.{tab}"), address(one)
        held = self.on.run(self.on.locks.look(at))
        theirs = held.holder if over and held is not None else None
        found = self.on.run(self.on.locks.acquire(at, holder, LOCK_S, take_over=theirs))
        if isinstance(found, Granted):
            self.grips.append(Grip(one, holder, found.lock.fence))
            self.tally["lock taken over" if found.taken_from else "lock taken"] += 1

    @rule(which=ANY, keep=st.booleans())
    def somebody_renews_a_lock_or_lets_it_go(self, which: int, *, keep: bool) -> None:
        if self.grips:
            grip = self.grips[-1 - which % len(self.grips)]
            said = (address(grip.id), grip.holder, grip.fence)
            locks = self.on.locks
            self.on.run(locks.renew(*said, LOCK_S) if keep else locks.release(*said))

    @rule(first=WHO, second=WHO, one=WHICH, seconds=st.sampled_from([0.0, *STEPS_S]))
    def a_holder_sleeps_is_overtaken_and_writes(
        self, first: str, second: str, one: str, seconds: float
    ) -> None:
        """With the version that is right by then: only its fence can be wrong."""
        self.somebody_takes_a_lock(first, one, 1, over=True)
        asleep = self.grip(first, one, "newest")
        self.somebody_takes_a_lock(second, one, 2, over=True)
        self.send(self.request(second, one, version="right", grip="newest"))
        self.on.pass_time(seconds)
        sent = self.request(first, one, version="right", grip="none")
        self.send(replace(sent, grip=asleep))

    @rule()
    def the_server_of_locks_is_started_anew(self) -> None:
        self.on.forget_locks()

    @rule()
    def the_server_of_locks_goes_away_or_is_there_again(self) -> None:
        self.on.locks_away = not self.on.locks_away

    @rule(seconds=st.sampled_from(STEPS_S))
    def time_passes(self, seconds: float) -> None:
        self.on.pass_time(seconds)

    @rule(who=WHO, ids=st.sets(WHICH, min_size=1), conflict=st.sampled_from(["skip", "abort"]))
    def somebody_asks_for_many(self, who: str, ids: set[str], conflict: str) -> None:
        self.ask(who, ids, conflict)

    @rule(which=ANY)
    def somebody_cancels(self, which: int) -> None:
        if self.jobs:
            job = self.jobs[-1 - which % len(self.jobs)]
            for who in PEOPLE.values():
                with suppress(RampartError):  # it is another's
                    self.on.desk.cancel(who.caller, job)

    @rule(stops=st.booleans())
    def a_worker_works(self, *, stops: bool) -> None:
        self.some_work()
        self.work(stops=stops)

    @rule(statements=DEATHS)
    def a_worker_dies(self, statements: int) -> None:
        self.some_work()
        self.on.work.life.left = statements
        with suppress(Killed):
            self.work(stops=False)
            self.tally["worker lived"] += 1
        self.on.work.life.left = None

    @rule(seconds=st.sampled_from(STEPS_S))
    def a_worker_is_overtaken_while_it_sleeps(self, seconds: float) -> None:
        def meanwhile() -> None:
            self.on.pass_time(seconds)
            self.work(stops=False)

        self.between_transactions(meanwhile)

    @rule(who=WHO, one=WHICH, seconds=st.sampled_from([0.0, *STEPS_S]), grip=GRIPS)
    def somebody_changes_a_row_in_the_middle_of_a_chunk(
        self, who: str, one: str, seconds: float, grip: str
    ) -> None:
        def meanwhile() -> None:
            self.on.pass_time(seconds)
            self.send(self.request(who, one, named=False, version="right", grip=grip, key=True))

        self.between_transactions(meanwhile)

    @rule(who=WHO, one=WHICH)
    def somebody_takes_a_lock_in_the_middle_of_a_chunk(self, who: str, one: str) -> None:
        self.between_transactions(lambda: self.somebody_takes_a_lock(who, one, 1, over=True))

    @invariant()
    def everything_is_as_on_paper(self) -> None:
        self.tally["steps"] += 1
        self.hear_of_jobs()
        self.paper.agrees(self.on.look())

    def teardown(self) -> None:
        """In the end nothing is left of what was begun."""
        try:
            if sys.exception() is None:
                self._end()
        finally:
            self.on.close()

    def _end(self) -> None:
        for _ in range(3 * len(self.jobs) + 1):
            self.on.pass_time(MUTATION_S + 1)
            if not self.is_work_left():
                break
            self.work(stops=False)
        self.hear_of_jobs()
        seen = self.on.look()
        self.paper.agrees(seen)
        self.paper.drained(seen)
