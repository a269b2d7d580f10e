"""Why a generation is refused."""

from metamodel.kernel.errors import RampartError


class PlanRefused(RampartError):
    """The document says something that no cube can be planned from; lint names the place."""

    code = "GEN-111"
    hint = "Run `rampart modelgen lint`; it finds this with line and cure."


class OverlayRefused(RampartError):
    """An overlay changes what it may not, or points to what is not there."""

    code = "GEN-112"
    hint = "`$add: true` for a new member, `$remove: true` for one less; the rest must exist."


class TemplateFault(RampartError):
    """A template did not give YAML that Cube would read as it stands."""

    code = "GEN-113"
    hint = "Templates only lay out blocks; every value goes through the filter `q`."
