"""A route says who may use it, exactly once."""

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute

from shared.identity.permissions import Permission
from shared.web.call import May, OnlyServices, OpenToAll, access_of, may, only_services, open_to_all
from shared.web.rate_limit import MOST_REMEMBERED, RateLimit, one_visitor


def route(*dependencies: object) -> APIRoute:
    router = APIRouter()

    @router.get("/somewhere", dependencies=list(dependencies))  # type: ignore[arg-type]
    async def somewhere() -> None: ...

    [made] = router.routes
    assert isinstance(made, APIRoute)
    return made


def test_what_a_route_says() -> None:
    said = access_of(route(may(Permission.SEE_DEVICES)))
    assert isinstance(said, May)
    assert said.permission is Permission.SEE_DEVICES
    assert isinstance(access_of(route(open_to_all("a sticker"))), OpenToAll)
    assert isinstance(access_of(route(only_services("helpdesk"))), OnlyServices)


@pytest.mark.parametrize("dependencies", [(), (may(Permission.LEND), open_to_all("oops"))], ids=["nothing", "two things"])
def test_a_route_that_does_not_say_it_once_is_refused(dependencies: tuple[object, ...]) -> None:
    with pytest.raises(ValueError, match="/somewhere"):
        access_of(route(*dependencies))


def test_a_limit_counts_each_key_by_itself() -> None:
    limit = RateLimit(most=2, seconds=1000)
    assert [limit.allows("a") for _ in range(3)] == [True, True, False]
    assert limit.allows("b")


def test_a_limit_forgets_in_time_and_does_not_grow_for_ever() -> None:
    limit = RateLimit(most=1, seconds=0)
    assert [limit.allows("a") for _ in range(3)] == [True, True, True]
    many = RateLimit(most=1, seconds=1000)
    for number in range(MOST_REMEMBERED + 10):
        many.allows(str(number))
    assert len(many._tries) <= MOST_REMEMBERED


def test_one_visitor_is_an_address_or_the_network_of_a_connection() -> None:
    assert one_visitor("2001:db8:0:7::1") == one_visitor("2001:DB8:0:7:8:9:a:b") != one_visitor("2001:db8:0:8::1")
    assert one_visitor("::ffff:192.0.2.1") == one_visitor("192.0.2.1") != one_visitor("::ffff:192.0.2.2")
    assert one_visitor("fe80::1%eth0") == one_visitor("fe80::2")
    assert one_visitor("") == ""
