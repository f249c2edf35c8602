"""How a service runs: settings, clock, logs, metrics, health, web and worker."""
