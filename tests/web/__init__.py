"""The web from outside: Flask's test client against whole applications."""
