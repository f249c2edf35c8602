"""The ways inventory says no. Nothing changes when it does."""

from shared.domain import Refused


class AlreadyRegistered(Refused):
    """A machine of this maker with this serial number is here already; `device_code` says which."""

    code = "already_registered"


class NotWiped(Refused):
    """A machine cannot go to a family while a drive lacks checked evidence that it was wiped; `drives` says how many."""

    code = "not_wiped"


class NoDriveKnown(Refused):
    """Nothing is known about a drive, so nothing proves that the machine is empty."""

    code = "no_drive_known"


class WipeNotGoodEnough(Refused):
    """The evidence says that it failed, or the method does not reach everything on this kind of drive."""

    code = "wipe_not_good_enough"


class NothingToCheck(Refused):
    """There is no wipe evidence on this drive to check."""

    code = "nothing_to_check"


class WrongMoment(Refused):
    """The machine is not at the point where this can be done; `device_status` says where it is."""

    code = "wrong_moment"
