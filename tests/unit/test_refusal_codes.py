"""What a refusal is called decides which words people read: no two of a service are called the same."""

from collections import Counter

from launcher.house import load_services
from shared.domain import Refused


def _all(kind: type[Refused]) -> list[type[Refused]]:
    return [one for each in kind.__subclasses__() for one in (each, *_all(each))]


def test_no_two_refusals_of_a_service_have_the_same_code() -> None:
    names = [service.name for service in load_services()]
    refusals = {one for one in _all(Refused) if one.__module__.startswith("services.") and "code" in vars(one)}
    assert {one.__module__.split(".")[1] for one in refusals} == set(names), "every service has refusals of its own"
    codes = Counter((one.__module__.split(".")[1], one.code) for one in refusals)
    assert [code for code, times in codes.items() if times > 1] == []
