"""The chapters of the story, each a few steps."""
