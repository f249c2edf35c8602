"""What Prometheus can ask about the bus. Labels are names of services, groups and event types, never ids."""

from prometheus_client import Counter, Gauge, Histogram

OUTBOX_RELAYED = Counter("digibank_outbox_relayed_total", "Events the transport confirmed", ["service"])
RELAY_FAILURES = Counter("digibank_relay_failures_total", "Batches that were not confirmed as a whole", ["service"])
OUTBOX_DEPTH = Gauge("digibank_outbox_depth", "Events that wait to be published", ["service"])
OUTBOX_AGE = Gauge("digibank_outbox_age_seconds", "Age of the oldest event that waits to be published", ["service"])
HANDLED = Histogram(
    "digibank_handler_seconds",
    "Time to apply one batch of events, commit included",
    ["service", "group"],
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 30),
)
EVENTS_APPLIED = Counter("digibank_events_applied_total", "Events whose effects were committed", ["service", "group", "type"])
EVENTS_REPEATED = Counter("digibank_events_repeated_total", "Deliveries of events that were applied before", ["service", "group"])
EVENTS_FAILED = Counter("digibank_events_failed_total", "Attempts that failed and were parked", ["service", "group", "type"])
PARKED = Gauge("digibank_parked_events", "Events that wait behind a failure of their key", ["service", "group"])
DEAD_LETTERS = Gauge("digibank_dead_letters", "Events that wait for a person's decision", ["service", "group"])
BEHIND = Gauge("digibank_group_behind", "Events a group had still to handle when it last looked", ["service", "group"])
DEAD_JOBS = Gauge("digibank_dead_jobs", "Jobs that wait for a person's decision", ["service"])
GROUP_SILENT = Gauge("digibank_group_silent_seconds", "How long ago a group last told how far it is", ["service", "group"])
JOB_LATE = Gauge("digibank_job_late_seconds", "How long ago the oldest job should have been done", ["service"])
JOBS_WAITING = Gauge("digibank_jobs_due", "Jobs whose time has come", ["service"])
