"""Where the story happens: who is there, what was done so far, and how a step is told."""

from dataclasses import dataclass, field

from launcher.demo.asking import Asker, Done, NotSeen
from launcher.say import Say
from shared.contracts.vocabulary import Role
from shared.runtime.keys import MasterKey


@dataclass
class Stage:
    """Everything the chapters share.

    Attributes:
        team: somebody signed in for each role.
        passer_by: somebody who is not signed in: a child with a phone.
        base: address of the system.
        key: its master key.
        steps, effects: how many were told and seen.
        device, spare, loan, household, code: ids and the sticker's code, as the chapters fill them in.
    """

    team: dict[Role, Asker]
    passer_by: Asker
    base: str
    key: MasterKey
    say: Say
    steps: int = 0
    effects: int = 0
    device: str = ""
    code: str = ""
    household: str = ""
    household_code: str = ""
    loan: str = ""
    spares: list[str] = field(default_factory=list)

    @property
    def staff(self) -> Asker:
        """Who stands at the counter."""
        return self.team[Role.STAFF]

    @property
    def repairer(self) -> Asker:
        """Who repairs."""
        return self.team[Role.REPAIRER]

    def told(self, words: str, path: str = "") -> None:
        """A step is done; say it with the address where it shows."""
        self.steps += 1
        self.say(f"  {self.steps:2}. {words}" + (f"\n      {self.base}{path}" if path else ""))

    async def effect(self, done: Done, service: str, event: str) -> str:
        """Wait for something that another service does because of an action; gives what it is about, as an id.

        Raises `NotSeen`.
        """
        subject = await self.staff.caused(service, event, done)
        self.effects += 1
        return subject

    def must(self, good: bool, what: str) -> None:
        """Something has to be true. Raises `NotSeen` when it is not."""
        if not good:
            raise NotSeen(what)

    async def close(self) -> None:
        """Give all connections back."""
        for asker in (*self.team.values(), self.passer_by):
            await asker.close()
