"""`./digibank organisation` against a house behind a real web server."""

import asyncio
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from launcher import organisation
from launcher.errors import CannotContinue
from shared.runtime.keys import MasterKey
from shared.runtime.settings import Settings
from tests.support.house import House
from tests.support.portal import a_name, come_in
from tests.support.server import serve

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)


class FreshInstallation(MasterKey):
    """The key of the house, with a first organisation of its own: the house may have served other tests."""

    def derive(self, purpose: str, length: int = 32) -> bytes:
        """The same keys; only the id of the first organisation is another one."""
        return super().derive(f"{purpose}/{id(self)}" if purpose == "organisation" else purpose, length)


@pytest.fixture
def said(house: House, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was said; at the time of the house, which other tests may have moved."""
    lines: list[str] = []
    monkeypatch.setattr(organisation, "SystemClock", lambda: house.clock)
    monkeypatch.setattr(organisation, "say", lines.append)
    return lines


def code_in(lines: list[str]) -> str:
    found = re.findall(r"startcode +(\S{14})", "\n".join(lines))
    lines.clear()
    assert len(found) == 1
    return str(found[0])


async def run(command: Callable[..., None], *arguments: object) -> None:
    """In a thread, as its own process would: the server answers in this one."""
    await asyncio.to_thread(command, *arguments)


def settings_for(house: House, base: str) -> Settings:
    settings = house.settings.model_copy(update={"port": urlsplit(base).port})
    settings.__dict__["master_key"] = FreshInstallation(house.settings.master_key._secret)
    return settings


async def test_the_first_and_the_second_organisation(house: House, said: list[str]) -> None:
    async with serve(house) as base:
        settings, name, other = settings_for(house, base), a_name(), a_name("bo")
        await run(organisation.add_organisation, settings, "Digibank De Brug", f" {name.upper()}")
        code = code_in(said)
        await run(organisation.add_organisation, settings, "Digibank De Brug", name)
        assert code_in(said) == code
        with pytest.raises(CannotContinue, match="al in gebruik"):  # another organisation is meant
            await run(organisation.add_organisation, settings, "Digibank De Vaart", name)
        someone = await come_in(house, name, code)
        assert someone.organisation == settings.master_key.first_organisation()
        await run(organisation.add_organisation, settings, "Digibank De Vaart", other)
        second = code_in(said)
        await run(organisation.add_organisation, settings, "Digibank De Vaart", other)
        assert code_in(said) == second
        neighbour = await come_in(house, other, second)
        assert neighbour.organisation != someone.organisation
        assert (await neighbour.get("/portal/api/organisation"))["title"] == "Digibank De Vaart"
        with pytest.raises(CannotContinue, match="bestaat al"):
            await run(organisation.add_organisation, settings, "Digibank De Vaart", other)


async def test_who_lost_the_password_gets_a_start_code(house: House, said: list[str]) -> None:
    async with serve(house) as base:
        settings, name = settings_for(house, base), a_name()
        await run(organisation.add_organisation, settings, "Digibank De Brug", name)
        await come_in(house, name, code_in(said))
        await run(organisation.new_start_code, settings, name)
        again = await come_in(house, name, code_in(said), "een ander zinnetje")
        assert (await again.get("/portal/api/people"))["people"][0]["sign_in_name"] == name
        with pytest.raises(CannotContinue, match="Niemand"):
            await run(organisation.new_start_code, settings, a_name())


async def test_what_a_person_can_mend_is_one_line(house: House, said: list[str]) -> None:
    async with serve(house) as base:
        settings = settings_for(house, base)
        for title, name, words in (("X", "a", "aanmeldnaam"), ("", a_name(), "heet"), ("X", "85.07.30-033.28", "rijksregister")):
            with pytest.raises(CannotContinue, match=words) as told:
                await run(organisation.add_organisation, settings, title, name)
            assert "\n" not in str(told.value)
        stranger = settings.model_copy()
        stranger.__dict__["master_key"] = MasterKey(b"o" * 32)
        with pytest.raises(CannotContinue, match="--data"):
            await run(organisation.add_organisation, stranger, "X", a_name())
    with pytest.raises(CannotContinue, match="antwoordt niemand"):
        await run(organisation.add_organisation, settings, "X", a_name())
    assert said == []
