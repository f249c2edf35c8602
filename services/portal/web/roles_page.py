"""Who may do what here: the table of `shared/identity/permissions.py`, for everybody who works here to read."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.portal.web.texts import PERMISSION, ROLE, ROLE_MAY
from shared.contracts.vocabulary import Role
from shared.identity.permissions import ALLOWED, EVERYBODY, Permission
from shared.web.call import SignedIn, may
from shared.web.pages import page

router = APIRouter(prefix="/people/roles", include_in_schema=False)


@router.get("", dependencies=[may(Permission.USE_OWN_ACCOUNT)])
async def show_roles(request: Request, person: SignedIn) -> Response:
    """What each role may do; one's own come first."""
    roles = sorted(ROLE, key=lambda role: role not in person.roles)
    context = {
        "roles": [(ROLE[role], ROLE_MAY[role], role in person.roles, allowed_to(role)) for role in roles],
        "everybody": [PERMISSION[one] for one, allowed in ALLOWED.items() if allowed == EVERYBODY],
    }
    return page(request, "portal/roles.html", context)


def allowed_to(role: Role) -> list[str]:
    """What a role may do and not everybody may, in words."""
    return [PERMISSION[one] for one, allowed in ALLOWED.items() if role in allowed != EVERYBODY]
