"""Figures, open data and posters for everybody."""
