"""The tables every service's database has for its events; one branch of migrations, shared by all services."""
