"""Events that survive: outbox, relay, inbox, retries, dead letters, replay and jobs. At least once delivered, once applied."""
