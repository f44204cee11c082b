"""Parts that nobody here wrote, as they are: each test starts its own on free ports of this machine."""
