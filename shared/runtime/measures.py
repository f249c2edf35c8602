"""What is counted of every request and every command. Labels come from closed lists: templates of routes, names of commands."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from fastapi import HTTPException
from prometheus_client import Counter, Histogram

from shared.domain import Refused

REQUESTS = Counter("digibank_http_requests_total", "Requests that were answered", ["service", "method", "route", "status"])
ANSWERS = Counter("digibank_http_answers_total", "Requests by the class of their answer, such as 5xx", ["service", "class"])
REQUEST_SECONDS = Histogram(
    "digibank_http_request_seconds",
    "Time from a request to the end of its answer",
    ["service", "route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
COMMANDS = Counter("digibank_commands_total", "Commands by how they ended", ["service", "command", "outcome"])

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OUTCOMES = frozenset({"done", "repeated", "refused", "failed"})
"""Repeated: its key came before, so it got the answer of then. Refused: a rule says no. Failed: nobody meant this to happen."""
UNASKED = ("/health/live", "/health/ready", "/metrics")
"""Ends of routes that only machines ask; they say nothing about how people fare."""


CLASSES = ("2xx", "3xx", "4xx", "5xx")


def count_from_zero(service: str) -> None:
    """Have the answers of a service at 0 from its start: of a series that begins with 1 Prometheus does not see that it rose, and
    the first error of each route would be nobody's business."""
    for name in CLASSES:
        ANSWERS.labels(service, name)


def count_request(service: str, method: str, route: str, status: int, seconds: float) -> None:
    """Count one request. `route` is the template; anybody may send any method, so those that HTTP does not know are one."""
    REQUESTS.labels(service, method if method in METHODS else "other", route, str(status)).inc()
    ANSWERS.labels(service, f"{status // 100}xx").inc()
    REQUEST_SECONDS.labels(service, route).observe(seconds)


@dataclass
class CommandInHand:
    """A command that is being done; whoever does it says when it turns out to have been done before."""

    was_done_before: bool = False


@contextmanager
def counted_command(service: str, command: str) -> Iterator[CommandInHand]:
    """Count how a command ends. `command` is the name of its function."""
    in_hand, outcome = CommandInHand(), "failed"
    try:
        yield in_hand
        outcome = "repeated" if in_hand.was_done_before else "done"
    except (Refused, HTTPException):
        outcome = "refused"
        raise
    finally:
        COMMANDS.labels(service, command, outcome).inc()
