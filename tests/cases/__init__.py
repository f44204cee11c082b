"""Cases of citizens."""
