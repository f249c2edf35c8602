"""How the database of loans got its shape."""
