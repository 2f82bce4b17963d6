"""Pages of access: each view loads, allows, calls a service and answers."""
