"""The first day leads nobody to a page that is not for them."""

from services.portal.web.first_day_page import FIRST_DAY
from shared.contracts.vocabulary import Role
from shared.identity.permissions import is_allowed


def test_every_role_has_a_first_day() -> None:
    assert set(FIRST_DAY) == set(Role)


def test_each_step_is_for_that_role() -> None:
    for role, steps in FIRST_DAY.items():
        assert all(is_allowed([role], step.permission) for step in steps), role
        assert len({step.address for step in steps}) == len(steps)
