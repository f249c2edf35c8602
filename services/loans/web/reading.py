"""Where anybody reads and hears the wording of an agreement, without a family in it."""

from services.loans.domain.agreement import AgreementText
from shared.runtime.settings import Settings

PREFIX = "/loans/agreement-text"


def reading_address(settings: Settings, agreement: AgreementText) -> str:
    """The address of this wording, for the square on the paper; empty where telephones do not reach us."""
    if not settings.phones_reach_us:
        return ""
    return f"{settings.base_url}{PREFIX}/{agreement.template_version}{'?end=1' if agreement.names_end else ''}"
