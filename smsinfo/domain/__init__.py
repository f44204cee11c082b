"""What the parts tell each other: frozen dataclasses, enums, protocols. No I/O, no framework."""
