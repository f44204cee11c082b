"""What officials do by text, from a number that belongs to their account; to everybody else none of it exists."""
