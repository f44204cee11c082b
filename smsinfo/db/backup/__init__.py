"""A whole database as one encrypted file that both engines write and read. Keys of the settings are never inside."""
