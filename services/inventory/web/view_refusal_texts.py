"""What is said when a list cannot be kept or taken along, in Dutch; it is shown in the language of who reads it."""

from shared.language.translate import _
from shared.runtime.service import RefusalText

VIEW_REFUSALS = {
    "nothing_narrowed": RefusalText(
        422, _("Kies eerst een filter"), _("Zonder filter staat elk toestel op de lijst. Die lijst heb je altijd.")
    ),
    "too_many_views": RefusalText(
        409, _("Er zijn al te veel lijsten"), _("Er kunnen {most} lijsten zijn. Haal er eerst een weg die niemand nog gebruikt.")
    ),
    "not_your_view": RefusalText(403, _("Deze lijst is van iedereen"), _("Vraag een coördinator om ze aan te passen.")),
    "too_many_for_workbook": RefusalText(
        422,
        _("Deze lijst is te lang voor Excel"),
        _("Neem ze mee als CSV, of kies filters zodat er hoogstens {most} toestellen op staan."),
    ),
}
