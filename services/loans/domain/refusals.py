"""The ways loans says no. Nothing changes when it does."""

from shared.domain import Refused


class AlreadyWithdrawn(Refused):
    """The household stopped this request before."""

    code = "already_withdrawn"
