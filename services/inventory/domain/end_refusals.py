"""The ways inventory says no about machines that are out of use. Nothing changes when it does."""

from shared.domain import Refused


class HasLeft(Refused):
    """The machine is out of the house, so nothing about its end can be different any more."""

    code = "has_left"


class EndImpossible(Refused):
    """The reason, where it goes and the parts do not go together, or it is not out of use."""

    code = "end_impossible"


class StillHoldsData(Refused):
    """A drive in the machine is not proven empty, so it does not leave the house; says of which machine and how many drives."""

    code = "still_holds_data"


class DriveNotSeen(Refused):
    """No drive is known of this machine, and nobody looked whether there is one."""

    code = "drive_not_seen"


class NothingToHandOver(Refused):
    """A hand-over needs at least one machine, and at most so many at once as `most` says."""

    code = "nothing_to_hand_over"


class HandOverImpossible(Refused):
    """The day of a hand-over is today or before, and not before the machines were out of use."""

    code = "hand_over_impossible"


class HandOverSettled(Refused):
    """The recycler's certificate is here, so the hand-over cannot be undone."""

    code = "hand_over_settled"


class PaperUnreadable(Refused):
    """The file is no PDF and no picture, or it is damaged."""

    code = "paper_unreadable"


class PaperTooLarge(Refused):
    """The file has more megabytes than `megabytes`."""

    code = "paper_too_large"


class WeightImpossible(Refused):
    """An average weight is more than nothing and at most 100 kg, and says where it comes from."""

    code = "weight_impossible"
