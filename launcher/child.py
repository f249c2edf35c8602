"""Processes that a command starts, and that must not go on without it."""

import ctypes
import signal
import sys
import threading
from collections.abc import Callable

PR_SET_PDEATHSIG = 1


def stop_with_parent(how: signal.Signals = signal.SIGINT) -> Callable[[], None] | None:
    """For `preexec_fn` of `subprocess`: the child is asked to stop when this process dies without being able to say so.

    None where there is no such thing: only Linux knows it, and only the main thread may ask.
    """
    # The kernel sends the signal when the thread that forked ends, so only a thread that lives as long as we do may ask.
    if sys.platform != "linux" or threading.current_thread() is not threading.main_thread():
        return None
    prctl = ctypes.CDLL(None).prctl

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, how)

    return ask
