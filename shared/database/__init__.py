"""PostgreSQL: one database per service, one transaction per command, one organisation per transaction."""
