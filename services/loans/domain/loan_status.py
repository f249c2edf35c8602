"""Where a loan is."""

from enum import StrEnum


class LoanStatus(StrEnum):
    """Where a loan is."""

    READY_TO_SIGN = "ready_to_sign"
    RUNNING = "running"
    RETURNING = "returning"
    ENDED = "ended"
    CANCELLED = "cancelled"


UNDER_WAY = (LoanStatus.RUNNING, LoanStatus.RETURNING)
"""The family has, or brings back, what is on the loan."""
