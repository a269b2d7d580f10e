"""Which members a policy shows, and to whom."""

from collections.abc import Collection

from metamodel.model.access import AccessPolicy

EVERYBODY = "*"
"""The group that every caller is in."""


def sees(policy: AccessPolicy, name: str) -> bool:
    """Does the policy show the member as it is?"""
    return name not in policy.excludes and (not policy.includes or name in policy.includes)


def sees_masked(policy: AccessPolicy, name: str) -> bool:
    """Does the policy show the member masked? What it shows in full is not masked."""
    masking = policy.masking
    if masking is None or sees(policy, name) or name in masking.excludes:
        return False
    return not masking.includes or name in masking.includes


def is_for_admins(policy: AccessPolicy, admins: Collection[str]) -> bool:
    """Are all its groups admins'?"""
    return all(group in admins for group in policy.groups)
