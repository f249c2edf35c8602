"""The table of roles and permissions is told the same to everybody: who builds and who works here."""

from launcher.environment import PROJECT
from services.portal.web.roles_page import allowed_to
from services.portal.web.texts import PERMISSION, ROLE, ROLE_MAY
from shared.contracts.vocabulary import Role
from shared.identity.permissions import ALLOWED, Permission


def test_the_page_for_who_builds_has_the_table_as_it_is() -> None:
    lines = (PROJECT / "docs" / "roles.md").read_text("utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    assert rows[0] == ["permission", *(role.value for role in Role)]
    told = {row[0].strip("`"): {role for role, mark in zip(Role, row[1:], strict=True) if mark} for row in rows[2:]}
    assert told == {permission.value: set(roles) for permission, roles in ALLOWED.items()}


def test_every_role_and_permission_has_words_and_nobody_is_left_without_something_to_do() -> None:
    assert set(PERMISSION) == set(Permission)
    assert set(ROLE) == set(ROLE_MAY) == set(Role)
    assert all(allowed_to(role) for role in Role)
    assert len({str(words) for words in PERMISSION.values()}) == len(Permission)
