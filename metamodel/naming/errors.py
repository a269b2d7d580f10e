"""What the naming corner refuses."""

from metamodel.kernel.errors import RampartError


class DictionaryRefused(RampartError):
    """The dictionary contradicts itself, or is no dictionary; every fault is named."""

    code = "NMG-001"
    hint = "Correct metamodel/naming/dictionary.json; docs/NAMING_GUIDE.md says what it may hold."


class AliasExpired(RampartError):
    """An old name was used after the day until which it worked."""

    code = "NMG-002"
    hint = "Use the new name, which the error names; `rampart naming aliases` lists all of them."


class NotDerived(RampartError):
    """A text is not a name that any entity of the metamodel has on that surface."""

    code = "NMG-003"
    hint = "docs/NAMING_GUIDE.md shows the form of each surface; the entity has to be in the model."


class NamesCollide(RampartError):
    """Two entities would have one name on some surface."""

    code = "NMG-004"
    hint = "Rename one of the two entities, or give one of them a cube name of its own."


class BadTopicName(RampartError):
    """A text is neither a channel nor the name of a topic."""

    code = "NMG-005"
    hint = "Channels are dotted words; topics add `.v<major>`, and `.retry.<n>` or `.dlq`."


class BadRedisKey(RampartError):
    """A text is not a Redis key of ours, or its parts cannot make one."""

    code = "NMG-006"
    hint = "`rampart:<tenant>:<context>:<entity>:<id>[:field]`; contexts are in the dictionary."


class FixRefused(RampartError):
    """A name cannot be changed by the program without harm."""

    code = "NMG-007"
    hint = "Change it by hand; the finding says how it should be called."
