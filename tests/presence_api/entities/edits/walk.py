"""What rules over edits have in common: requests, what they are answered, and what is on paper."""

from collections import Counter
from collections.abc import Callable, Collection
from contextlib import suppress
from typing import ClassVar, Final

from hypothesis.stateful import RuleBasedStateMachine

from metamodel.kernel.errors import RampartError
from presence_api.entities.writing.patching import Patched, PatchWanted
from presence_api.live.lock_tokens import Claim
from presence_api.ports.bulk_jobs import Job, JobsUsedUp
from tests.fakes.bulk import Killed
from tests.presence_api.entities.edits.ground import IDS, TOKENS, EditGround, EditsInMemory, address
from tests.presence_api.entities.edits.model import EditModel, Grip, Sent
from tests.presence_api.entities.gadgets import view
from tests.presence_api.entities.served import editor

PEOPLE: Final = {name: editor("analyst", user=name) for name in ("anna", "ben", "cem")}
VIEW: Final = view("analyst")


class EditWalk(RuleBasedStateMachine):
    """`ground` makes a new one for each walk; `tally` says what has happened how often."""

    ground: ClassVar[Callable[[], EditGround]] = EditsInMemory
    tally: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.on, self.paper = type(self).ground(), EditModel()
        self.grips: list[Grip] = []
        self.sent: list[Sent] = []
        self.jobs: list[str] = []
        self.numbers = 0
        self._heard = 0
        self._over: set[str] = set()  # for ever: nobody needs to look again
        self.tally["steps"] -= 1  # of each walk everything is looked at before its first step

    def request(
        self,
        who: str,
        one: str,
        *,
        version: str,
        grip: str,
        named: bool = True,
        key: bool = False,
    ) -> Sent:
        """A change that no other makes."""
        number, now = self.number(), self.paper.rows[one].version
        patch = {"name": _word(self.numbers)} if named else {"amount": number}
        versions = {"right": now, "older": now - 1, "newer": now + 1, "none": None}
        name = f"key {self.numbers}" if key else None
        return Sent(who, one, patch, versions[version], self.grip(who, one, grip), name)

    def grip(self, who: str, one: str, which: str) -> Grip | None:
        """A lock that they have, or had; with luck it is somebody else's."""
        if which == "somebody's":
            return next((grip for grip in self.grips if grip.holder.user != who), None)
        mine = [grip for grip in self.grips if (grip.id, grip.holder.user) == (one, who)]
        if which == "none" or not mine:
            return None
        number = {"newest": -1, "oldest": 0, "any": self.numbers % len(mine)}
        return mine[number[which]]

    def send(self, sent: Sent) -> None:
        """It must be answered as it is on paper, if anybody answers."""
        self.hear_of_jobs()
        self.sent.append(sent)
        held = self.on.run(self.on.locks.look(address(sent.id)))
        holder = None if held is None or self.on.locks_away else held.holder.user
        changing = sent.id in self.on.changing()
        refusal = self.paper.refusal(sent, holder, changing)
        found = self._answer(sent)
        if isinstance(found, RampartError):
            assert type(found) is refusal, f"{sent} was refused: {found!r}, not {refusal}"
            self.tally[type(found).__name__] += 1
            return
        if found is None and not self.on.writer.committed:
            return
        assert refusal is None, f"{sent} was made, in spite of {refusal}"
        made = self.paper.version_after(sent)
        if found is not None:
            told = found.change.version, found.repeated
            assert told == made, f"{sent} made {told}, not {made}"
            self.tally["change repeated" if found.repeated else "change made"] += 1

    def _answer(self, sent: Sent) -> Patched | RampartError | None:
        """None: whoever could have given one is dead."""
        try:
            return self.on.patching.patch(VIEW, PEOPLE[sent.user], _wanted(sent), lambda _: ())
        except RampartError as error:
            return error
        except Killed:
            self.tally["change without an answer"] += 1
            return None

    def hear_of_jobs(self) -> None:
        """What they have done since is on paper as well."""
        new = self.on.work.written[self._heard :]
        self._heard += len(new)
        for written in new:
            self.paper.written(written)
            self.tally["row changed by a job"] += 1

    def ask(self, who: str, ids: Collection[str], conflict: str) -> None:
        """For a job that gives these rows an amount, if there are not too many jobs."""
        amount = self.number()
        said = {"ids": sorted(ids), "set": {"amount": amount}, "onConflict": conflict}
        with suppress(JobsUsedUp):
            job = self.on.desk.update(PEOPLE[who], "gadget", said)
            assert isinstance(job, Job)
            self.paper.queued(job.id, ids, amount)
            self.jobs.append(job.id)

    def some_work(self) -> None:
        """There is a job to do: a worker without one shows nothing."""
        if not self.is_work_left():
            self.ask("anna", IDS, "skip")

    def is_work_left(self) -> bool:
        """Is there a job that is not over?"""
        for job in [one for one in self.jobs if one not in self._over]:
            if not self.on.desk.job(PEOPLE["anna"].caller, job).state.final:
                return True
            self._over.add(job)
        return False

    def work(self, *, stops: bool) -> None:
        """A worker comes, does what there is, or stops after its first chunk."""
        self.on.runner().turn(lambda: stops)

    def between_transactions(self, do: Callable[[], None]) -> None:
        """A worker works; between its next two transactions something else is done."""

        def once() -> None:
            self.on.on_look = lambda: None
            self.tally["chunk interrupted"] += 1
            do()

        self.some_work()
        self.on.on_look = once
        self.work(stops=False)
        self.on.on_look = lambda: None

    def number(self) -> float:
        """An amount that nobody has asked for yet."""
        self.numbers += 1
        return self.numbers / 1000


def _wanted(sent: Sent) -> PatchWanted:
    grip = sent.grip
    token = None
    if grip is not None:
        claim = Claim(grip.fence, 4e9)
        token = TOKENS.sign(address(grip.id), grip.holder.user, claim)
    return PatchWanted(sent.id, dict(sent.patch), sent.version, token, sent.key)


def _word(number: int) -> str:
    """As many names as there are numbers."""
    return "".join("abcdefghij"[int(digit)] for digit in f"{number:05}")
