"""Documents of loans: the agreement."""
