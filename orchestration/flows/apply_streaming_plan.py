"""Make a cluster as it is declared: what is new and wider first, then what is narrower."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from metamodel.kernel.clock import Clock
from metamodel.kernel.errors import RampartError
from metamodel.streaming.changes import (
    Change,
    ConfigValue,
    Difference,
    PartitionCount,
    QuotaValue,
    Stage,
)
from metamodel.streaming.cluster import Credential, Grant, TopicState
from metamodel.streaming.derive import Desired
from orchestration.flows.plan_streaming import Permissions, Plan, plan_streaming
from orchestration.ports.streaming_admin import StreamingAdmin

SETTLE_S = 10.0
"""How long a cluster may take to show what it said it did; on one node it is milliseconds."""
_LOOK_AGAIN_S = 0.05

Passwords = Callable[[str], str]


class PlanOutdated(RampartError):
    """Since the plan was made, the cluster or the declaration has changed."""

    code = "STRM-005"
    hint = "Plan again and read what changed."


class PlanRefused(RampartError):
    """A plan has changes that nobody allowed, or that cannot be made; nothing was changed."""

    code = "STRM-006"
    hint = "Allow them by name, change the declaration, or apply the rest with `--apply-rest`."


class PasswordMissing(RampartError):
    """A user has to be made and there is no password for it; nothing was changed."""

    code = "STRM-007"
    hint = "Put it into a file of the user's name in the folder of `--passwords`."


class NotSettled(RampartError):
    """Every change was taken and not all show; another hand may be at work."""

    code = "STRM-008"
    retryable = True
    hint = "Plan again: what is left is in it."


@dataclass(frozen=True, slots=True)
class StreamingTools:
    """What planning and applying work with."""

    admin: StreamingAdmin
    clock: Clock
    passwords: Passwords


@dataclass(frozen=True, slots=True)
class ApplyReport:
    """What was done, and the plan of what is left."""

    done: tuple[Difference, ...]
    left: Plan


def no_password(user: str) -> str:
    """Where no password is to be had from. Raises PasswordMissing."""
    raise PasswordMissing(user)


def apply_streaming_plan(
    plan_hash: str | None,
    desired: Desired,
    tools: StreamingTools,
    permissions: Permissions = frozenset(),
    *,
    rest: bool = False,
) -> ApplyReport:
    """Do what a plan says, if it still holds; without a hash, whatever a fresh plan says.

    `rest` leaves what is refused and does all else. To be killed at any moment is harmless: the
    next call does what is left. Raises PlanOutdated, PlanRefused, PasswordMissing before anything
    is changed, ChangeRefused and ClusterUnavailable while it is, and NotSettled.
    """
    plan = plan_streaming(desired, tools.admin, tools.clock)
    if plan_hash not in {None, plan.hash}:
        raise PlanOutdated(f"planned {plan_hash}", f"now {plan.hash}")
    refused = plan.refused(permissions)
    if refused and not rest:
        raise PlanRefused(*map(_words, refused))
    ready = plan.ready(permissions)
    passwords = _passwords_for(ready, tools.passwords)
    for stage in Stage:
        changes = [item.change for item in ready if item.stage is stage and item.change]
        if changes:
            _work(stage, changes, tools.admin, passwords)
    return ApplyReport(ready, _settled(desired, tools, permissions) if ready else plan)


def _words(item: Difference) -> str:
    flags = " ".join(f"--{flag}" for flag in sorted(item.needs))
    part = f" {item.part}" if item.part else ""
    return f"{item.subject} {item.name}{part}: {item.why} ({flags or item.cure})"


def _passwords_for(ready: Iterable[Difference], passwords: Passwords) -> Mapping[Credential, str]:
    found, missing = {}, []
    for item in ready:
        if item.stage is Stage.PUT_CREDENTIALS and isinstance(item.change, Credential):
            try:
                found[item.change] = passwords(item.change.user)
            except PasswordMissing as fault:
                missing.append(str(fault))
    if missing:
        raise PasswordMissing(*missing)
    return found


def _work(
    stage: Stage,
    changes: Sequence[Change],
    admin: StreamingAdmin,
    passwords: Mapping[Credential, str],
) -> None:
    topics = [item for item in changes if isinstance(item, TopicState)]
    grants = [item for item in changes if isinstance(item, Grant)]
    users = [item for item in changes if isinstance(item, Credential)]
    match stage:
        case Stage.CREATE_TOPICS:
            admin.create_topics(topics)
        case Stage.ADD_PARTITIONS:
            admin.add_partitions(
                {item.topic: item.count for item in changes if isinstance(item, PartitionCount)}
            )
        case Stage.WIDEN_CONFIGS | Stage.NARROW_CONFIGS:
            admin.set_configs(_by_topic(changes))
        case Stage.PUT_CREDENTIALS:
            admin.put_credentials({item: passwords[item] for item in users})
        case Stage.ADD_GRANTS:
            admin.add_grants(grants)
        case Stage.RAISE_QUOTAS | Stage.LOWER_QUOTAS:
            admin.set_quotas(_by_user(changes))
        case Stage.REMOVE_GRANTS:
            admin.remove_grants(grants)
        case Stage.REMOVE_CREDENTIALS:
            admin.remove_credentials(users)
        case Stage.DELETE_TOPICS:
            admin.delete_topics([item.name for item in topics])


def _by_topic(changes: Iterable[Change]) -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for item in changes:
        if isinstance(item, ConfigValue):
            found[item.topic][item.name] = item.value
    return found


def _by_user(changes: Iterable[Change]) -> Mapping[str, Mapping[str, float | None]]:
    found: dict[str, dict[str, float | None]] = defaultdict(dict)
    for item in changes:
        if isinstance(item, QuotaValue):
            found[item.user][item.name] = item.value
    return found


def _settled(desired: Desired, tools: StreamingTools, permissions: Permissions) -> Plan:
    """A plan that asks for nothing more of what was done."""
    deadline = tools.clock.monotonic_s() + SETTLE_S
    while True:
        plan = plan_streaming(desired, tools.admin, tools.clock)
        ready = plan.ready(permissions)
        if not ready:
            return plan
        if tools.clock.monotonic_s() > deadline:
            raise NotSettled(*(f"{item.subject} {item.name}" for item in ready))
        tools.clock.sleep(_LOOK_AGAIN_S)
