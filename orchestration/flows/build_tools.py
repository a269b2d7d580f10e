"""What every build works with: the ports, the clock and its limits."""

from dataclasses import dataclass, field

from metamodel.kernel.clock import Clock
from orchestration.ports.cube import Cube
from orchestration.ports.ledger import Ledger
from orchestration.ports.rollup_tables import RollupTables


@dataclass(frozen=True, slots=True)
class BuildLimits:
    """How long to wait, and how often; seconds."""

    timeout_s: float = 900.0
    min_rebuild_interval_s: float = 10.0
    renew_every_s: float = 10.0
    posts: int = 3


@dataclass(frozen=True, slots=True)
class BuildTools:
    """What a build works with."""

    cube: Cube
    ledger: Ledger
    tables: RollupTables
    clock: Clock
    limits: BuildLimits = field(default_factory=BuildLimits)
