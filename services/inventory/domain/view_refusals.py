"""What can be wrong with a list that somebody keeps."""

from shared.domain import Refused


class NothingNarrowed(Refused):
    """Every machine is on it: there is nothing to keep."""

    code = "nothing_narrowed"


class TooManyViews(Refused):
    """There are so many that nobody finds one among them."""

    code = "too_many_views"


class NotYourView(Refused):
    """Somebody else's, or shared and one may not arrange for others."""

    code = "not_your_view"


class TooManyForWorkbook(Refused):
    """So many machines make a workbook that nobody's computer opens."""

    code = "too_many_for_workbook"
