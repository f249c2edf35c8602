"""Reads the form on which a repairer notes how a repair ended."""

from collections.abc import Mapping

from services.helpdesk.domain.repair import DriveFate, FilesAnswer, RepairReport
from shared.contracts.helpdesk import NewDrive
from shared.contracts.vocabulary import Medium, RepairOutcome
from shared.language.translate import _
from shared.web.forms import FormProblem

LARGEST_GB = 1_000_000


def read_repair(form: Mapping[str, str]) -> tuple[RepairReport | None, list[FormProblem]]:
    """What the repairer says, or what is wrong with the form."""
    problems = []
    if form.get("outcome") not in [outcome.value for outcome in RepairOutcome]:
        problems.append(FormProblem(_("Kies hoe het afliep"), field="outcome"))
    if form.get("drives") not in [fate.value for fate in DriveFate]:
        problems.append(FormProblem(_("Kies of er een schijf uit het toestel ging"), field="drives"))
    if form.get("files", "not_asked") not in [answer.value for answer in FilesAnswer]:
        problems.append(FormProblem(_("Kies wat het gezin antwoordde"), field="files"))
    medium, size = form.get("medium", ""), form.get("capacity", "").lower().removesuffix("gb").strip()
    if medium and medium not in [known.value for known in Medium]:
        problems.append(FormProblem(_("Kies de soort schijf"), field="medium"))
    if size and not (size.isascii() and size.isdigit() and len(size) <= 7 and 0 < int(size) <= LARGEST_GB):
        problems.append(FormProblem(_("Typ de grootte als een getal in GB"), field="capacity"))
    if size and not medium:
        problems.append(FormProblem(_("Kies de soort schijf"), field="medium"))
    if problems:
        return None, problems
    new_drives = (NewDrive(medium=Medium(medium), capacity_gb=int(size) if size else None),) if medium else ()
    files = FilesAnswer(form.get("files", "not_asked"))
    return RepairReport(RepairOutcome(form["outcome"]), DriveFate(form["drives"]), files, new_drives), []
