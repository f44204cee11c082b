"""What everybody may have of ours beside the answers: figures, open data, posters. No phone, no person, no web."""
