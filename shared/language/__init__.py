"""What a text may hold, and how it is said."""
