"""The pure heart of the service: standard library and pydantic only, no I/O, clock or chance."""
