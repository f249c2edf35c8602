"""How far back a term reaches, and which statements forget a family."""

from datetime import date

from services.loans.commands.keep_round import months_before
from services.loans.store.forgetting import forgetting, statements
from services.loans.store.personal import PERSONAL, Forgetting, Holding


def test_months_before_a_day_that_a_month_does_not_have() -> None:
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 1)
    assert months_before(date(2026, 1, 15), 24) == date(2024, 1, 15)


def test_a_table_that_is_new_is_forgotten_once_it_is_named() -> None:
    registry = dict(PERSONAL) | {
        "remark": Holding(Forgetting.DELETE, "loan_id", {"words": "what somebody said"}),
        "wishes": Holding(Forgetting.CLEAR, "household_id", {"colour": "what it likes"}, clears=("colour",)),
    }
    found = set(forgetting(registry)) - set(statements())
    assert found == {
        "DELETE FROM remark WHERE loan_id IN (SELECT id FROM loan WHERE household_id = $1)",
        "UPDATE wishes SET colour = DEFAULT WHERE household_id = $1",
    }


def test_what_leans_on_another_table_goes_first() -> None:
    order = [statement.split()[2] if statement.startswith("DELETE") else statement.split()[1] for statement in statements()]
    assert order.index("family_session") < order.index("family_card")
    assert order[-1] == "household"
