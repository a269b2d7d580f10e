"""What clients are told of their limits: draft-ietf-httpapi-ratelimit-headers-11."""

import math

from presence_api.ports.rate_limits import Standing, Verdict

_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\""})


def rate_limit_fields(verdict: Verdict) -> dict[str, str]:
    """`RateLimit-Policy` and `RateLimit`, and `Retry-After` where the request was refused.

    `t` is the time until there is one more unit than `r`; `Retry-After` never is before it.
    """
    fields = {
        "RateLimit-Policy": ", ".join(map(_policy, verdict.standings)),
        "RateLimit": ", ".join(map(_left, verdict.standings)),
    }
    if not verdict.admitted:
        fields["Retry-After"] = whole_seconds(verdict.retry_after_s)
    return fields


def violated_policies(verdict: Verdict) -> list[str]:
    """Names of the limits that a request was refused for."""
    return [one.charge.limit.name for one in verdict.standings if one.wait_s > 0]


def whole_seconds(seconds: float) -> str:
    """For `Retry-After`: rounded up, and at least one."""
    return str(max(1, math.ceil(seconds)))


def _policy(standing: Standing) -> str:
    limit = standing.charge.limit
    return f"{_name(standing)};q={limit.quota};w={limit.window_s}"


def _left(standing: Standing) -> str:
    return f"{_name(standing)};r={standing.left};t={math.ceil(standing.next_s)}"


def _name(standing: Standing) -> str:
    return f'"{standing.charge.limit.name.translate(_ESCAPES)}"'
