"""Whether a write under a lock still counts: the last word, said where the row is written."""

from typing import ClassVar, Protocol, TypeVar

from metamodel.kernel.errors import RampartError
from presence_api.ports.lock_table import LockAddress


class LockTokenRefused(RampartError):
    """A token is forged, somebody else's, of another instance, or its time is over."""

    code: ClassVar[str] = "LCK-003"
    hint: ClassVar[str] = "Ask for the lock again; write with the token of the newest LOCK_GRANTED."


class FenceOvertaken(RampartError):
    """Somebody has written under a newer lock since this one was given."""

    code: ClassVar[str] = "LCK-004"
    hint: ClassVar[str] = "Read the row again: it is not what it was when your lock was given."


Transaction_contra = TypeVar("Transaction_contra", contravariant=True)


class WriteGuard(Protocol[Transaction_contra]):
    """Lets a write through, inside its own transaction: it is undone with it."""

    def admit(
        self, within: Transaction_contra, address: LockAddress, subject: str, token: str
    ) -> int:
        """The fence that counts from now on for this instance.

        Raises LockTokenRefused, FenceOvertaken; neither has moved anything.
        """
        ...
