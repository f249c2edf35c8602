"""One warning per outage, instead of the thousands of lines that a client library writes while a broker is away."""

import logging
import time

import structlog

log = structlog.get_logger()

GRACE_SECONDS = 1.0
QUIET_SECONDS = 30.0
STEADY_SECONDS = 2.0


class Outages:
    """Folds signs of trouble into one warning and, when it is over, one line more."""

    def __init__(self) -> None:
        self._began: float | None = None
        self._last = 0.0
        self._signs = 0
        self._told = False

    def trouble(self, where: str, error: BaseException | str) -> None:
        """Note that something with Kafka failed. Of an outage that lasts, one sign is logged and the others are counted.

        Args:
            where: what was going on, such as `publishing`.
            error: what went wrong. Must not hold anything of a record.
        """
        now = time.monotonic()
        # Clients try again all the time, so a long silence means that an outage ended unseen and this is a new one.
        if self._began is None or now - self._last > QUIET_SECONDS:
            self._began, self._signs, self._told = now, 0, False
        self._last = now
        self._signs += 1
        # A broker that moves a group or a leader says no for a moment; that is nobody's business.
        if not self._told and now - self._began >= GRACE_SECONDS:
            self._told = True
            log.warning("Kafka is away or refuses; trying again", where=where, error=str(error) or type(error).__name__)

    def well(self) -> None:
        """Note that Kafka did what was asked."""
        # Not at once: while one connection still fails, the others would make the two lines alternate.
        if self._began is not None and time.monotonic() - self._last > STEADY_SECONDS:
            if self._told:
                away = round(self._last - self._began, 1)
                log.info("Kafka answers again", away_seconds=away, signs_of_trouble=self._signs)
            self._began = None


OUTAGES = Outages()
"""Of this process: it talks to one cluster, and the client library has one logger for all its clients."""


class _ClientLog(logging.Handler):
    """Takes what aiokafka logs as signs of trouble. Below an error it is the daily life of a group: members come and go."""

    def emit(self, record: logging.LogRecord) -> None:
        why = record.exc_info[0] if record.exc_info else None
        OUTAGES.trouble(record.name, record.getMessage() + (f" ({why.__name__})" if why else ""))


def fold_client_log() -> None:
    """Send what aiokafka logs through `OUTAGES`; doing it again changes nothing."""
    client_log = logging.getLogger("aiokafka")
    if not any(isinstance(handler, _ClientLog) for handler in client_log.handlers):
        client_log.addHandler(_ClientLog(logging.ERROR))
        client_log.setLevel(logging.ERROR)
        client_log.propagate = False
