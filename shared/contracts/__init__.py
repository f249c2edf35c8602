"""The events that cross a service border: one module per publishing service, with schemas and golden samples beside them."""
