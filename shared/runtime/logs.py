"""Logs: one JSON object a line on standard error, with the ids that tie lines of one action together. Never a person's data."""

import logging
import sys

import orjson
import structlog
from structlog.typing import Processor

QUIET = {
    "aiokafka": logging.ERROR,
    "uvicorn.access": logging.ERROR,
    "faststream": logging.WARNING,
    "alembic": logging.WARNING,
    "httpx": logging.WARNING,  # writes whole addresses, with the ids and questions in them
}


def configure_logs(level: str) -> None:
    """Set up logging for this process. `level` is debug, info, warning or error."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    threshold = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(serializer=orjson.dumps)],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.BytesLoggerFactory(file=sys.stderr.buffer),
        cache_logger_on_first_use=True,
    )
    # Libraries that use the standard library's logging come out in the same form.
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(serializer=lambda *args, **kwargs: orjson.dumps(*args, **kwargs).decode()),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(threshold, logging.INFO))
    for name, least in QUIET.items():
        logging.getLogger(name).setLevel(max(threshold, least))
