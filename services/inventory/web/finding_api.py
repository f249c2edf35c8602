"""What portal asks when somebody searches: which machine is this? A serial number is known here alone, and stays here."""

from fastapi import APIRouter, HTTPException, Request

from services.inventory.domain.device_filter import read_filter
from services.inventory.queries.finding import find_devices
from shared.contracts.finding import DEVICES_ADDRESS, MOST_FOUND, DeviceFound, DevicesFound, FindQuestion
from shared.identity.permissions import Permission
from shared.web.call import NOT_YOURS, AskedBy, only_services, running_service

router = APIRouter(tags=["finding"])


@router.post(DEVICES_ADDRESS, dependencies=[only_services("portal")])
async def post_finding(request: Request, question: FindQuestion, asking: AskedBy) -> DevicesFound:
    """Machines by code, number, maker, model or who gave them, for somebody who may see devices. Who has one, loans tells."""
    if asking.person is None or not asking.person.may(Permission.SEE_DEVICES):
        raise HTTPException(403, NOT_YOURS)
    async with running_service(request).units.open(asking.organisation) as unit:
        found = (await find_devices(unit, read_filter({"q": question.text}), most=MOST_FOUND)).lines
    return DevicesFound(
        devices=tuple(
            DeviceFound(device_id=line.id, code=line.code, maker=line.maker, model=line.model, status=line.status) for line in found
        )
    )
