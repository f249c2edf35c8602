"""Migrations of the database `bus`, where the log transport keeps its records."""
