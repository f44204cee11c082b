"""The help desk and the inbox: a citizen's messages and why one did not arrive, and what may be done for them."""
