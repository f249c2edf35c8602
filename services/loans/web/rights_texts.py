"""Words for families on the pages about their rights: everything we know, correcting it, being forgotten."""

from shared.contracts.vocabulary import UseProfile
from shared.language.translate import _
from shared.runtime.service import RefusalText
from shared.web.forms import FormProblem

WANTED_FOR = {
    UseProfile.PRIMARY_SCHOOL: _("de lagere school"),
    UseProfile.SECONDARY_SCHOOL: _("de middelbare school"),
    UseProfile.STUDY_GENERAL: _("een studie"),
    UseProfile.STUDY_DESIGN: _("een studie met tekenen"),
    UseProfile.DUTCH_LESSONS: _("lessen Nederlands"),
    UseProfile.WORK: _("werk"),
    UseProfile.DAILY_LIFE: _("elke dag thuis"),
}
OTHERS = {
    "helpdesk": _("wat de helpdesk opschreef"),
    "skills": _("wat je leert"),
    "inventory": _("de lijst met toestellen"),
}
REFUSALS = {
    "not_a_telephone_number": RefusalText(422, _("Dit is geen telefoonnummer"), _("Typ alleen cijfers.")),
}
CHECK_FIRST = FormProblem(_("Kruis eerst het vakje aan"), _("Dan weten we zeker dat je het wil."), "sure")
