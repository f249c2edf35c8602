"""Run the asynchronous part of a command until it ends or somebody asks it to stop."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from launcher.say import Say

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run_until_stopped(work: Coroutine[Any, Any, None], say: Say, force: Callable[[], None] = lambda: None) -> None:
    """Run `work` on a new event loop; Ctrl-C, SIGTERM or a closed terminal cancels it and waits for it to tidy up.

    A second such signal does not wait: `force` is called and this process ends with exit code 1.

    Raises what `work` raises; a `work` that was asked to stop and stops is a success.
    """
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_run(work, say, force))


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    if sys.platform == "win32":
        return None
    import uvloop

    return uvloop.new_event_loop


async def _run(work: Coroutine[Any, Any, None], say: Say, force: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    task = loop.create_task(work)
    asked = False

    def ask() -> None:
        nonlocal asked
        if asked:
            say("Meteen gestopt.")
            force()
            os._exit(1)
        asked = True
        say("Digibank stopt… (nog eens Ctrl-C: meteen)")
        task.cancel()

    for number in STOP_SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # `nohup` means: go on when the terminal closes
            loop.add_signal_handler(number, ask)
    with suppress(asyncio.CancelledError):
        await task
