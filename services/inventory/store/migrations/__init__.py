"""How the database of inventory got its shape."""
