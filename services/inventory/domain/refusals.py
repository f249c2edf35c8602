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


class NotNewDrive(Refused):
    """A drive cannot be new out of a box when no repair put it in, or when a family used it since."""

    code = "not_new_drive"


class FilesNotAsked(Refused):
    """Nobody asked the family whether its files should be saved, so nothing is wiped and no drive leaves."""

    code = "files_not_asked"


class FilesNotSaved(Refused):
    """The family wants its files, and nobody said that they are saved."""

    code = "files_not_saved"


class AlreadyWiped(Refused):
    """A wipe was recorded since the machine came back, so the question about files comes too late."""

    code = "already_wiped"


class NoPublicAddress(Refused):
    """Stickers need the address that people's phones can reach, and the installation has not set it."""

    code = "no_public_address"


class NoStickers(Refused):
    """None of the machines that were asked for is here."""

    code = "no_stickers"


class TooManyStickers(Refused):
    """More machines were asked for than fit in one document; `most` says how many do."""

    code = "too_many_stickers"
