"""How the database of helpdesk got its shape."""
