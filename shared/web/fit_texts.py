"""The words for how well a device fits a use, and why: inventory says it beside the device, loans beside the family."""

from collections.abc import Iterable
from dataclasses import dataclass

from shared.contracts.inventory import FitReason
from shared.contracts.vocabulary import FitAspect, FitVerdict
from shared.language.formats import gigabytes, listed, number
from shared.language.translate import _

FIT = {0: _("past niet"), 1: _("kan ermee"), 2: _("past"), 3: _("past heel goed")}
FIT_TONE = {0: "quiet", 1: "care", 2: "good", 3: "good"}
WHY = {
    (FitAspect.KIND, FitVerdict.LACKING): _("het is geen computer"),
    (FitAspect.MEMORY, FitVerdict.LACKING): _("{amount} geheugen is te weinig"),
    (FitAspect.MEMORY, FitVerdict.ENOUGH): _("{amount} geheugen is net genoeg"),
    (FitAspect.MEMORY, FitVerdict.COMFORTABLE): _("{amount} geheugen is comfortabel"),
    (FitAspect.MEMORY, FitVerdict.MORE_THAN_NEEDED): _("{amount} geheugen is meer dan nodig"),
    (FitAspect.MEMORY, FitVerdict.UNKNOWN): _("geheugen niet bekend"),
    (FitAspect.PORTABLE, FitVerdict.LACKING): _("het kan niet mee op weg"),
    (FitAspect.PORTABLE, FitVerdict.ENOUGH): _("het blijft op één plaats staan"),
    (FitAspect.PORTABLE, FitVerdict.COMFORTABLE): _("het kan mee op weg"),
    (FitAspect.DRIVE_SIZE, FitVerdict.LACKING): _("een schijf van {amount} is te klein"),
    (FitAspect.DRIVE_SIZE, FitVerdict.ENOUGH): _("een schijf van {amount} is net genoeg"),
    (FitAspect.DRIVE_SIZE, FitVerdict.COMFORTABLE): _("een schijf van {amount} is ruim"),
    (FitAspect.DRIVE_SIZE, FitVerdict.UNKNOWN): _("grootte van de schijf niet bekend"),
    (FitAspect.FAST_DRIVE, FitVerdict.LACKING): _("geen snelle schijf"),
    (FitAspect.FAST_DRIVE, FitVerdict.ENOUGH): _("de schijf is traag"),
    (FitAspect.FAST_DRIVE, FitVerdict.COMFORTABLE): _("een snelle schijf"),
    (FitAspect.FAST_DRIVE, FitVerdict.UNKNOWN): _("soort schijf niet bekend"),
    (FitAspect.SCREEN, FitVerdict.LACKING): _("een scherm van {amount} inch past niet"),
    (FitAspect.SCREEN, FitVerdict.ENOUGH): _("een scherm van {amount} inch kan net"),
    (FitAspect.SCREEN, FitVerdict.COMFORTABLE): _("een scherm van {amount} inch"),
    (FitAspect.SCREEN, FitVerdict.UNKNOWN): _("scherm niet bekend"),
    (FitAspect.CAMERA, FitVerdict.LACKING): _("geen camera, en die is nodig"),
    (FitAspect.CAMERA, FitVerdict.ENOUGH): _("geen camera"),
    (FitAspect.CAMERA, FitVerdict.COMFORTABLE): _("een camera met microfoon"),
    (FitAspect.CAMERA, FitVerdict.UNKNOWN): _("camera niet bekend"),
    (FitAspect.KEYBOARD, FitVerdict.LACKING): _("niet het toetsenbord dat nodig is"),
    (FitAspect.KEYBOARD, FitVerdict.ENOUGH): _("een ander toetsenbord"),
    (FitAspect.KEYBOARD, FitVerdict.COMFORTABLE): _("het goede toetsenbord"),
    (FitAspect.KEYBOARD, FitVerdict.UNKNOWN): _("toetsenbord niet bekend"),
    (FitAspect.YEAR, FitVerdict.LACKING): _("gemaakt in {amount}, te oud"),
    (FitAspect.YEAR, FitVerdict.ENOUGH): _("gemaakt in {amount}, wat ouder"),
    (FitAspect.YEAR, FitVerdict.COMFORTABLE): _("gemaakt in {amount}"),
    (FitAspect.YEAR, FitVerdict.UNKNOWN): _("bouwjaar niet bekend"),
}
"""What is missing here, a newer release told, and then it is left out."""


@dataclass(frozen=True, slots=True)
class FitSaid:
    """How well a device fits, in words of the reader: `because` of this, and `mind` that; both may be empty."""

    score: int
    words: str
    tone: str
    because: str
    mind: str


def fit_said(score: int, why: Iterable[FitReason]) -> FitSaid:
    """Say it. Of what does not fit at all only what is missing counts."""
    reasons = [reason for reason in why if score > 0 or reason.verdict is FitVerdict.LACKING]
    said = [(reason.verdict is FitVerdict.COMFORTABLE, words) for reason in reasons if (words := _words(reason))]
    good = [words for is_good, words in said if is_good]
    rest = [words for is_good, words in said if not is_good]
    return FitSaid(score, str(FIT[score]), FIT_TONE[score], listed(good), listed(rest))


def _words(reason: FitReason) -> str:
    text = WHY.get((reason.about, reason.verdict))
    return str(text).format(amount=_amount(reason)) if text is not None else ""


def _amount(reason: FitReason) -> str:
    if reason.amount is None:
        return ""
    match reason.about:
        case FitAspect.MEMORY:
            return gigabytes(reason.amount)
        case FitAspect.DRIVE_SIZE:
            return gigabytes(reason.amount * 1024)
        case FitAspect.SCREEN:
            return number(reason.amount / 10)
    return str(reason.amount)
