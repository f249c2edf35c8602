"""The words for what a use wishes of a device, in Dutch; they are shown in the language of who reads them."""

from services.inventory.domain.use_profile import Level, Licence
from shared.language.formats import number
from shared.language.translate import _

LICENCE = {
    Licence.FREE: _("gratis"),
    Licence.OURS: _("onze licentie"),
    Licence.SCHOOL: _("licentie van de school of de opleiding"),
}
PART = {"minimum": _("Minstens"), "comfortable": _("Comfortabel")}


def wishes_said(level: Level) -> list[str]:
    """What a level asks, each in a few words; empty when it asks nothing."""
    smallest, largest = level.screen or (0, 0)
    said = [
        (level.memory_gb, _("{size} GB geheugen").format(size=level.memory_gb)),
        (level.drive_gb, _("een schijf van {size} GB").format(size=level.drive_gb)),
        (level.fast_drive, _("een snelle schijf (SSD)")),
        (level.screen, _("een scherm van {least} tot {most} inch").format(least=number(smallest / 10), most=number(largest / 10))),
        (level.camera, _("een camera met microfoon")),
        (level.portable, _("kan mee op weg")),
        (level.keyboard, _("toetsenbord {layout}").format(layout=level.keyboard)),
        (level.from_year, _("gemaakt in {year} of later").format(year=level.from_year)),
    ]
    return [str(words) for asked, words in said if asked]
