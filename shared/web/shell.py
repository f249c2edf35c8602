"""What makes Digibank an app on a phone's home screen, and what a phone shows when there is no connection.

Every process answers these addresses, as it does those of the style: they are the same for everybody.
"""

from functools import cache

import orjson
from fastapi import APIRouter, Request
from fastapi.responses import Response

from shared.language.translate import _, language
from shared.web import static
from shared.web.call import open_to_all
from shared.web.pages import page

router = APIRouter(include_in_schema=False)

SAME_FOR_ALL = open_to_all("it is the same for everybody and says nothing about anybody")
OFFLINE = "/offline"
KEPT = (
    "style.css",
    "mark.svg",
    "fonts/atkinson-400.woff2",
    "fonts/atkinson-700.woff2",
    "scripts/shell.js",
    "scripts/read-aloud.js",
    "scripts/spoken-text.js",
    "scripts/voices.js",
)
"""The files of the page without a connection, which a browser keeps from the first visit on."""


@router.get("/manifest.webmanifest", dependencies=[SAME_FOR_ALL])
async def manifest(request: Request) -> Response:
    """How the app is called and looks on a home screen."""
    icons = f"/static/{static.version()}/icons"
    facts = {
        "id": "/",
        "name": "Digibank",
        "short_name": "Digibank",
        "description": str(_("Laptops lenen, herstellen en leren gebruiken.")),
        "lang": language().code,
        "dir": language().direction,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbf7f0",
        "theme_color": "#0d5860",
        "icons": [
            {"src": f"/static/{static.version()}/mark.svg", "sizes": "any", "type": "image/svg+xml"},
            {"src": f"{icons}/icon-192.png", "sizes": "192x192", "type": "image/png"},
            {"src": f"{icons}/icon-512.png", "sizes": "512x512", "type": "image/png"},
            {"src": f"{icons}/maskable-512.png", "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
        ],
    }
    return static.answer(request, orjson.dumps(facts), "application/manifest+json", "no-cache")


@router.get("/worker.js", dependencies=[SAME_FOR_ALL])
async def worker(request: Request) -> Response:
    """The service worker. It stands at the root, because it may only help pages at or below its own address."""
    return static.answer(request, worker_script(), static.KINDS[".js"], "no-cache")


@router.get(OFFLINE, dependencies=[SAME_FOR_ALL])
async def offline(request: Request) -> Response:
    """What can be done now; a browser keeps it and shows it when nothing else can be had."""
    return page(request, "offline.html", {"here_now": "/"})  # whoever picks a language on it goes on to the start


@cache
def worker_script() -> bytes:
    """The worker, preceded by what it keeps. It differs when any file does, and so browsers see that there is a new one."""
    facts = {"version": static.version(), "files": KEPT, "offline": OFFLINE}
    content, _ = static.files()["scripts/worker.js"]
    return b"const SHELL = " + orjson.dumps(facts) + b";\n" + content
