"""Back to our own text of the agreement, or from there to the organisation's own again."""

from dataclasses import dataclass

from services.loans.domain.household import Language, Level
from services.loans.domain.refusals import NoOwnText
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class ChooseWording:
    """At which level and in which language."""

    level: Level
    language: Language


async def use_default_wording(command: ChooseWording, unit: LoansUnit) -> None:
    """Families read our text from now on; what was published stays, and one tap brings it back. Raises `NoOwnText`."""
    await _change(command, unit)
    await unit.wordings.use_default(command.level, command.language)


async def use_own_wording(command: ChooseWording, unit: LoansUnit) -> None:
    """Families read the last text of the organisation again. Raises `NoOwnText`."""
    await _change(command, unit)
    await unit.wordings.use_own(command.level, command.language)


async def _change(command: ChooseWording, unit: LoansUnit) -> None:
    await unit.wordings.lock(command.level)
    if await unit.wordings.newest(command.level, command.language) is None:
        raise NoOwnText()
