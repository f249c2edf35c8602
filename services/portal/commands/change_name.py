"""What colleagues call somebody."""

from dataclasses import dataclass
from uuid import UUID

from services.portal.domain.account import Account, clean_display_name
from services.portal.store.unit import PortalUnit


@dataclass(frozen=True, slots=True)
class ChangeName:
    """Whose account, and the name."""

    account_id: UUID
    display_name: str


async def change_name(command: ChangeName, unit: PortalUnit) -> Account:
    """Be called so from now on; nobody outside portal hears it. Raises `NotFound`, `NameMissing` and what `clean_line` raises."""
    account = await unit.accounts.get(command.account_id)
    account.display_name = clean_display_name(command.display_name)
    await unit.accounts.save(account)
    return account
