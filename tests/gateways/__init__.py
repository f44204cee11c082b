"""One table a gateway: request -> MO, reply -> answer."""
