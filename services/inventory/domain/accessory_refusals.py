"""The ways inventory says no about accessories and the internet that goes along. Nothing changes when it does."""

from shared.domain import Refused


class ThingKnown(Refused):
    """Something of this kind with this name is counted already."""

    code = "thing_known"


class ThingNotRight(Refused):
    """Something that is said of a counted thing cannot be so; `field` names it."""

    code = "thing_not_right"


class TooManyThings(Refused):
    """More different things are counted than anybody finds back; `most` says how many may be."""

    code = "too_many_things"


class NotEnough(Refused):
    """So many do not lie on the shelf; `there` says how many do."""

    code = "not_enough"


class NumberNotRight(Refused):
    """A number that nobody can take or bring at once; `most` says how many one can."""

    code = "number_not_right"


class NothingToUndo(Refused):
    """This was undone already, or it follows from a loan."""

    code = "nothing_to_undo"


class BackAlready(Refused):
    """It came back, so nobody can say any more that it never will."""

    code = "back_already"


class StillOnShelf(Refused):
    """Some of it lie on the shelf or are out, so it stays on the page."""

    code = "still_on_shelf"


class LiesReady(Refused):
    """Some of it lie ready with a machine, of which `device_code` is the code, so it stays on the page."""

    code = "lies_ready"


class KitNotRight(Refused):
    """A kit needs a name that no other has and something in it; `field` names what lacks."""

    code = "kit_not_right"


class TooManyKits(Refused):
    """More kits than anybody chooses from; `most` says how many may be."""

    code = "too_many_kits"


class CannotGoAlong(Refused):
    """What was chosen does not lie ready to go along with this machine."""

    code = "cannot_go_along"


class SimNotRight(Refused):
    """Something that is said of a SIM card cannot be so; `field` names it."""

    code = "sim_not_right"


class SimKnown(Refused):
    """A card with this number is here already."""

    code = "sim_known"


class NoPlaceForSim(Refused):
    """No device that is in use has this code, or no SIM card fits in this kind of device."""

    code = "no_place_for_sim"


class SimIsOver(Refused):
    """The card is blocked or ended, so it goes in no device."""

    code = "sim_is_over"
