"""Who was forgotten after a backup is forgotten once more when it is put back: the list beside the backups says who."""

import stat
from datetime import timedelta
from pathlib import Path

from launcher.backup import erased
from services.loans.commands import forget_again
from shared.database import raw
from tests.support.house import House
from tests.support.lending import a_family


def test_the_launcher_and_loans_mean_the_same_work() -> None:
    assert erased.KIND == forget_again.KIND


async def test_a_family_on_the_list_is_forgotten_again(house: House, tmp_path: Path) -> None:
    staff = house.sign_in()
    first, second = await a_family(staff), await a_family(staff)
    assert await erased.keep_list(house.settings, tmp_path) >= 0
    await staff.post(f"/loans/api/households/{first['id']}/forget")
    await house.run_until_idle()
    listed = await erased.keep_list(house.settings, tmp_path)
    assert listed == len(erased.read_list(tmp_path))
    assert first["id"] in {str(one) for one in erased.read_list(tmp_path)}
    assert stat.S_IMODE((tmp_path / erased.FILE).stat().st_mode) == 0o600
    # A backup of before: here a family that is on the list and is still known.
    content = (tmp_path / erased.FILE).read_text().replace(first["id"], second["id"])
    (tmp_path / erased.FILE).write_text(content)
    said: list[str] = []
    assert await erased.forget_again(house.settings, tmp_path, said.append) == 1
    assert "zijn: 1." in said[0]
    house.clock.move(timedelta(hours=1))  # the work is for the moment of the restore; the clock of the house stands still
    await house.run_until_idle()
    assert (await staff.http.get(f"/loans/api/households/{second['id']}")).status_code == 404
    assert await erased.forget_again(house.settings, tmp_path, said.append) == 0, "doing it twice is doing it once"
    owner = await raw.connect(house.settings.database_url("loans_owner", "loans"), name="test")
    assert await owner.fetchval("SELECT call_name FROM household WHERE id = $1", second["id"]) is None
    await owner.close()


def test_without_a_list_there_is_nothing_to_do(tmp_path: Path) -> None:
    assert erased.read_list(tmp_path) == {}
