"""The one error tree of Rampart."""

from typing import ClassVar


class RampartError(Exception):
    """Anything Rampart refuses or fails at, with a stable code and a cure.

    Subclasses set `code` (never reused), `retryable` (may the same call succeed later, unchanged?)
    and `hint` (what the reader can do). Constructor arguments are handed to `super().__init__`
    unchanged, so that every error survives pickling between processes.
    """

    code: ClassVar[str] = "RMP-000"
    retryable: ClassVar[bool] = False
    hint: ClassVar[str] = ""

    def __str__(self) -> str:
        return ": ".join(str(part) for part in self.args)

    def explain(self) -> str:
        """One line for a terminal: code, what happened, cure."""
        return f"{self.code} {self}" + (f" (hint: {self.hint})" if self.hint else "")


class RegistryFault(RampartError):
    """A catalogue file breaks the rules of its folder: one class, a docstring, an unused code."""

    code = "KRN-001"
    hint = "Compare the file with its neighbours; one documented class per file, with its own code."


class BadInstanceId(RampartError):
    """A text is not an instance id of the entity it is used for."""

    code = "KRN-002"
    hint = "An id is the primary-key parts in declared order, percent-encoded, joined by `~`."
