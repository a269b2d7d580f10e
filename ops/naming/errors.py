"""What stands in the way of collecting names."""

from metamodel.kernel.errors import RampartError


class SourceUnreadable(RampartError):
    """A file that names are collected from is not there, or is not what its ending says."""

    code = "NMG-008"
    hint = "Correct the file at the place named; `--root` has to be a repository like this one."
