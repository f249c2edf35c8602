"""The ways loans says no about families and the people around them. Nothing changes when it does."""

from shared.domain import Refused


class OnlyForFamilies(Refused):
    """A room of a partner or the bag of a helper is no family: of it nothing is asked, and nothing is kept."""

    code = "only_for_families"


class OwnerMissing(Refused):
    """A room is of a partner and a bag is of a helper; nobody said which."""

    code = "owner_missing"


class TooManyContacts(Refused):
    """A family has its fixed faces already."""

    code = "too_many_contacts"


class TooManyTrusted(Refused):
    """A family named as many people as are kept."""

    code = "too_many_trusted"


class TrustedNameMissing(Refused):
    """Nobody said what the trusted person is called."""

    code = "trusted_name_missing"


class TrustedForNothing(Refused):
    """Nobody said what the family wants this person for."""

    code = "trusted_for_nothing"


class ReferrerMissing(Refused):
    """Nobody said who referred the family."""

    code = "referrer_missing"


class BadReferralDay(Refused):
    """A referral lasts until a day that still comes, at most a few years ahead."""

    code = "bad_referral_day"


class MayBeKnown(Refused):
    """A family that looks like it is here already; whoever registers looks once, and then says that it is another one.

    The facts tell how many there are, and nothing of them.
    """

    code = "may_be_known"


class NotOneFamily(Refused):
    """These two cannot be put together: one of them is together with another family, or both are several already."""

    code = "not_one_family"


class NotTogether(Refused):
    """This family is not together with another one."""

    code = "not_together"


class ClosedFile(Refused):
    """Only some colleagues open this file; `who` are their names."""

    code = "closed_file"


class NobodyOpensClosed(Refused):
    """No colleague opens closed files, or none would any more while there are some: then nobody could help those families."""

    code = "nobody_opens_closed"
