"""What is said of a machine is put right."""

from dataclasses import fields
from datetime import date

from services.inventory.domain.details import Details, Facts, wrong_facts
from services.inventory.domain.machine import Machine
from services.inventory.domain.refusals import FactNotRight
from shared.contracts.vocabulary import DeviceState

TOLD = ("chassis", "maker", "model", "processor", "memory_mb")
"""What other services know of a machine, and have to hear when it is put right."""


class Correcting(Machine):
    """The rules about facts."""

    @property
    def facts(self) -> Facts:
        """What can be put right, as it is now."""
        return Facts(self.chassis, self.maker, self.model, self.serial, self.processor, self.memory_mb, self.details)

    def correct(self, facts: Facts, today: date) -> list[str]:
        """Have these facts from now on; gives the names of those that changed, the same again changes nothing.

        It may be anywhere, also with a family: a fact was wrong before somebody saw it. One that stands ready says again that it
        is, for it may suit others now. Raises `FactNotRight` with the first that cannot be so today.
        """
        wrong = wrong_facts(facts, today)
        if wrong:
            raise FactNotRight(field=wrong[0])
        before = self.facts
        changed = [name for name in (*TOLD, "serial") if getattr(before, name) != getattr(facts, name)]
        told = [name for name in changed if name in TOLD]
        changed += [one.name for one in fields(Details) if getattr(before.details, one.name) != getattr(facts.details, one.name)]
        self.chassis, self.maker, self.model, self.serial = facts.chassis, facts.maker, facts.model, facts.serial
        self.processor, self.memory_mb, self.details = facts.processor, facts.memory_mb, facts.details
        if told:
            self._tell_what_it_is()
            if self.status is DeviceState.READY:
                self._publish_ready()
        self.judge_again()  # a screen, a keyboard or a year may fit otherwise
        return changed
