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


class NotChecked(Refused):
    """Nobody went through the list of the hardware; `missing` says how many items were not fine when somebody began."""

    code = "not_checked"


class NotInstalled(Refused):
    """The system and the programs are not all on it; `missing` says how many were still to do when somebody began."""

    code = "not_installed"


class NothingToInstall(Refused):
    """A screen or a printer runs no programs of ours."""

    code = "nothing_to_install"


class IsLost(Refused):
    """The machine is lost or stolen, so nobody can have worked on it. When it is found, that is said first."""

    code = "is_lost"


class TextMissing(Refused):
    """Nothing was typed where words are needed."""

    code = "text_missing"


class LineTwice(Refused):
    """A list says the same thing twice."""

    code = "line_twice"


class ChecklistTooLong(Refused):
    """A list has more lines than anybody would look at; `most` says how many it may have."""

    code = "checklist_too_long"


class StillLacks(Refused):
    """Somebody noted that this machine lacks something, so nobody can say in one go that all of it is fine; `missing` names it."""

    code = "still_lacks"


class NothingChosen(Refused):
    """No machine was chosen to do something with."""

    code = "nothing_chosen"


class TooManyChosen(Refused):
    """More machines were chosen than are done in one go; `most` says how many are."""

    code = "too_many_chosen"


class TooManyRemarks(Refused):
    """A machine has more open remarks than anybody would read; `most` says how many it may have."""

    code = "too_many_remarks"


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


class NotByYourself(Refused):
    """Only this person's own word shows that the drive is empty: somebody else has to confirm it."""

    code = "not_by_yourself"


class EvidenceTooOld(Refused):
    """The wipe was before a family used the drive, or before the evidence that is here already."""

    code = "evidence_too_old"


class FileIsThere(Refused):
    """This evidence has a file already; it is not replaced."""

    code = "file_is_there"


class NothingToCertify(Refused):
    """None of the drives that were asked for has evidence that it is empty."""

    code = "nothing_to_certify"


class TooManyToCertify(Refused):
    """More drives were asked for than fit in one certificate; `most` says how many do."""

    code = "too_many_to_certify"


class NoPublicAddress(Refused):
    """Stickers need the address that people's phones can reach, and the installation has not set it."""

    code = "no_public_address"


class NoStickers(Refused):
    """None of the machines that were asked for is here."""

    code = "no_stickers"


class TooManyStickers(Refused):
    """More machines were asked for than fit in one document; `most` says how many do."""

    code = "too_many_stickers"


class WishNotRight(Refused):
    """What a use wishes of a machine makes no sense, or is comfortable with less than its minimum; `field` names it."""

    code = "wish_not_right"


class TooMuchSoftware(Refused):
    """More programs than anybody ticks; `most` says how many fit."""

    code = "too_much_software"


class NothingKept(Refused):
    """The machine is kept for no family, so it cannot be kept longer."""

    code = "nothing_kept"


class WrongStickerSettings(Refused):
    """Nobody can choose this for stickers: a paper or a language that is not there, or a printer that is off by more than a
    centimetre."""

    code = "wrong_sticker_settings"


class AlreadyCounting(Refused):
    """Somebody is counting the same part; `stock_take` says which one to join."""

    code = "already_counting"


class NothingToCount(Refused):
    """Nothing that was asked for is here, so there is nothing to count."""

    code = "nothing_to_count"


class StockTakeClosed(Refused):
    """This stock take is closed; what it says stays."""

    code = "stock_take_closed"


class NotACode(Refused):
    """What was typed or scanned is neither a code of a sticker nor a serial number that we know. It is not kept."""

    code = "not_a_code"


class FactNotRight(Refused):
    """Something that is said of a machine cannot be so; `field` names it."""

    code = "fact_not_right"


class SerialElsewhere(Refused):
    """Another machine of this maker has this serial number; `device_code` says which."""

    code = "serial_elsewhere"


class NotOnList(Refused):
    """This shelf, room, partner or recycler is not on the organisation's short list any more."""

    code = "not_on_list"


class NameMissing(Refused):
    """A shelf, room, partner or recycler needs a name."""

    code = "name_missing"


class NameTaken(Refused):
    """Another one on this list has this name, or had it when it was taken off."""

    code = "name_taken"


class ListFull(Refused):
    """A short list has as many names as one can still choose from; `most` says how many."""

    code = "list_full"


class NoPhoto(Refused):
    """The file is no photo that we can read."""

    code = "no_photo"


class PhotoTooLarge(Refused):
    """The photo has more bytes or more pixels than we take; `megabytes` says how many bytes fit."""

    code = "photo_too_large"


class TooManyPhotos(Refused):
    """A machine has as many photos as anybody looks at; `most` says how many."""

    code = "too_many_photos"


class NoPassword(Refused):
    """There is no such password with this machine, or it cannot be opened any more."""

    code = "no_password"


class ChangedMeanwhile(Refused):
    """A colleague saved something else between the moment at which this was put together and the moment at which it is kept."""

    code = "changed_meanwhile"
