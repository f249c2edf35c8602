"""Our own drawings: one style, readable at 24 pixels and on paper in black and white."""
