"""How the database of portal got its shape."""
