"""Brings the demonstration's organisation and its people to life, through the portal, and signs everybody in."""

import asyncio

import httpx

from launcher.demo.asking import Asker, NotSeen
from launcher.demo.people import HELP_LINE, HELP_PLACE, MEMBERS, TITLE, Member, organisation_id, password_of
from launcher.say import Say
from shared.contracts.vocabulary import Role
from shared.identity.tokens import Asking, Tokens
from shared.runtime.clock import SystemClock
from shared.runtime.keys import MasterKey


async def sign_everybody_in(base: str, key: MasterKey, say: Say) -> dict[Role, Asker]:
    """Somebody signed in for each role; the organisation and the accounts are made the first time.

    Raises `NotSeen` when the portal refuses something.
    """
    async with httpx.AsyncClient(base_url=base, timeout=30) as http:
        coordinator = MEMBERS[Role.COORDINATOR]
        token = await _enter(http, coordinator, key)
        if token is None:
            say(f"Ik maak {TITLE}, met iemand voor elke taak.")
            token = await _choose_password(http, coordinator, await _set_up(http, key), key)
        tokens = {Role.COORDINATOR: token}
        headers = {"authorization": f"Bearer {token}"}
        for role, member in MEMBERS.items():
            if role in tokens:
                continue
            entered = await _enter(http, member, key)
            tokens[role] = entered or await _choose_password(http, member, await _invite(http, member, headers), key)
    return {role: Asker(base, token) for role, token in tokens.items()}


def say_how_to_sign_in(base: str, key: MasterKey, say: Say) -> None:
    """Tell the name and password of everybody."""
    say(f"Aanmelden op {base}/sign-in als:")
    for member in MEMBERS.values():
        say(f"  {member.does:24} {member.sign_in_name:20} {password_of(member, key)}")


async def _enter(http: httpx.AsyncClient, member: Member, key: MasterKey) -> str | None:
    body = {"sign_in_name": member.sign_in_name, "password": password_of(member, key)}
    answer = await http.post("/portal/api/sessions", json=body)
    if answer.status_code == 200:
        token: str = answer.json()["token"]
        return token
    if answer.status_code in (401, 403, 404, 409, 422):
        return None
    raise NotSeen(f"signing in as {member.sign_in_name} answered {answer.status_code}")


async def _set_up(http: httpx.AsyncClient, key: MasterKey) -> str:
    asking = Asking("installation", organisation_id(key), None)
    token = Tokens(key, SystemClock()).sign_question(asking)
    coordinator = MEMBERS[Role.COORDINATOR]
    body = {
        "title": TITLE,
        "help_line": HELP_LINE,
        "help_place": HELP_PLACE,
        "coordinator": coordinator.sign_in_name,
        "display_name": coordinator.display_name,
    }
    answer = await http.post("/portal/api/organisations", json=body, headers={"authorization": f"Bearer {token}"})
    return _start_code(answer)


async def _invite(http: httpx.AsyncClient, member: Member, headers: dict[str, str]) -> str:
    body = {
        "sign_in_name": member.sign_in_name,
        "display_name": member.display_name,
        "roles": [role.value for role in member.roles],
    }
    sent = headers | {"idempotency-key": f"demo-{member.sign_in_name}"}
    return _start_code(await http.post("/portal/api/people", json=body, headers=sent))


def _start_code(answer: httpx.Response) -> str:
    if answer.status_code not in (200, 201):
        raise NotSeen(f"the portal answered {answer.status_code}: {answer.text[:200]}")
    code: str = answer.json()["start_code"]
    return code


async def _choose_password(http: httpx.AsyncClient, member: Member, start_code: str, key: MasterKey) -> str:
    body = {"sign_in_name": member.sign_in_name, "start_code": start_code, "password": password_of(member, key)}
    answer = await http.post("/portal/api/passwords", json=body)
    if answer.status_code != 200:
        raise NotSeen(f"choosing a password answered {answer.status_code}: {answer.text[:200]}")
    token: str = answer.json()["token"]
    return token


async def until_it_answers(base: str, seconds: float = 60) -> None:
    """Wait until the system answers. Raises `TimeoutError`."""
    async with asyncio.timeout(seconds), httpx.AsyncClient(base_url=base) as http:
        while True:
            try:
                if (await http.get("/health/ready")).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            await asyncio.sleep(0.1)
