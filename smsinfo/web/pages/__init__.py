"""Pages for people, one noun a file."""
