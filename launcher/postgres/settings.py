"""How the embedded PostgreSQL server is set; given on its command line, so that an upgrade of Digibank upgrades them."""

HOST = "127.0.0.1"
SUPERUSER = "postgres"

SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    # Durability: never less than this, whatever the speed.
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    # An old desktop with other things to do.
    "shared_buffers": "64MB",
    "max_connections": "100",
    "work_mem": "4MB",
    "maintenance_work_mem": "32MB",
    "effective_cache_size": "256MB",
    "min_wal_size": "32MB",
    "max_wal_size": "256MB",
    "huge_pages": "off",
    "jit": "off",
    "io_method": "sync",
    "max_worker_processes": "2",
    "max_parallel_workers": "0",
    "max_parallel_workers_per_gather": "0",
    "max_parallel_maintenance_workers": "0",
    "max_logical_replication_workers": "0",
    "autovacuum_max_workers": "2",
    "max_wal_senders": "3",  # for pg_basebackup
    "max_replication_slots": "3",
    # A failing statement may hold personal data; whoever sent it gets the error anyway. The log tells about the server.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_checkpoints": "off",
    "log_autovacuum_min_duration": "-1",
    "log_line_prefix": "%m [%p] ",
    "log_timezone": "UTC",
    "timezone": "UTC",
}

# For test suites that do not test durability. fsync stays on: a test database that a power cut breaks costs hours.
FAST_SETTINGS = {"synchronous_commit": "off"}

INITDB_OPTIONS = [
    "--auth=scram-sha-256",
    "--data-checksums",
    "--encoding=UTF8",
    # The order of texts must not depend on the computer: an index would be wrong after moving the data.
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
]

_REASONS = {
    "No space left on device": "de schijf is vol",
    "Disk quota exceeded": "de schijf is vol",
    "Read-only file system": "de schijf is alleen-lezen",
    "Cannot allocate memory": "er is te weinig geheugen vrij",
    "Permission denied": "ze mag haar eigen gegevens niet lezen of schrijven",
    "could not bind": "haar poort is in gebruik",
}


def reason_in_dutch(output: str) -> str:
    """Why a PostgreSQL program stopped, from what it wrote (in English), as part of a sentence."""
    for sign, reason in _REASONS.items():
        if sign in output:
            return reason
    return last_line(output).rstrip(".") or "ze zei niet waarom"


def last_line(text: str) -> str:
    """The last line with something on it, or an empty text."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else ""
