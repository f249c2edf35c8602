"""Asking another service something."""

import asyncio

import httpx
import pytest
from fastapi import FastAPI

from shared.language.translate import language, speak, speaking
from shared.runtime.colleagues import Colleagues


@pytest.fixture
def others() -> FastAPI:
    app = FastAPI()

    @app.post("/slow")
    async def slow() -> None:
        await asyncio.Event().wait()

    @app.post("/wrong")
    async def wrong() -> None:
        raise RuntimeError("broken")

    @app.post("/elsewhere")
    async def elsewhere() -> None:
        speak("en")

    @app.post("/quick")
    async def quick() -> dict[str, str]:
        return {"here": "yes"}

    return app


async def test_an_answer_and_none_when_it_takes_too_long(others: FastAPI) -> None:
    colleagues = Colleagues("http://127.0.0.1:9")
    colleagues.are_here(others)
    answer = await colleagues.post("/quick", "a token")
    assert answer is not None
    assert answer.json() == {"here": "yes"}
    wrong = await colleagues.post("/wrong", "a token")
    assert wrong is not None
    assert wrong.status_code == 500
    colleagues.patience_seconds = 0.01
    assert await colleagues.post("/slow", "a token") is None
    await colleagues.close()


async def test_who_answers_in_another_language_does_not_change_ours(others: FastAPI) -> None:
    colleagues = Colleagues("http://127.0.0.1:9")
    colleagues.are_here(others)
    with speaking("fr"):
        await colleagues.post("/elsewhere", "a token")
        assert language().code == "fr"
    await colleagues.close()


async def test_where_nobody_listens_there_is_no_answer() -> None:
    colleagues = Colleagues("http://127.0.0.1:9")
    assert await colleagues.post("/quick", "a token") is None
    await colleagues.close()


async def test_where_services_run_apart_each_is_asked_at_its_own_address() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(200)

    colleagues = Colleagues("https://digibank.example", "http://{service}-web:8000")
    colleagues._http = httpx.AsyncClient(transport=httpx.MockTransport(answer), base_url="https://digibank.example")
    await colleagues.post("/loans/api/households", "a token")
    await colleagues.post("/portal/api/sessions", "a token")
    await colleagues.close()
    assert asked == ["http://loans-web:8000/loans/api/households", "http://portal-web:8000/portal/api/sessions"]


async def test_who_runs_here_is_asked_here_all_the_same(others: FastAPI) -> None:
    colleagues = Colleagues("https://digibank.example", "http://{service}-web:8000")
    colleagues.are_here(others)
    answer = await colleagues.post("/quick", "a token")
    assert answer is not None
    assert answer.json() == {"here": "yes"}
    await colleagues.close()
