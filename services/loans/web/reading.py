"""Where anybody reads and hears the wording of an agreement, without a family in it."""

from shared.runtime.settings import Settings

PREFIX = "/loans/agreement-text"


def reading_address(settings: Settings, number: int) -> str:
    """The address of the text with this number, for the square on the paper; empty where telephones do not reach us."""
    return f"{settings.base_url}{PREFIX}/{number}" if settings.phones_reach_us else ""
