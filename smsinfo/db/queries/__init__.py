"""Plain functions on a Session or Connection, one noun a file. They never commit."""
