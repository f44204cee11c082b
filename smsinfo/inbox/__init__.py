"""The way in: one text is stored, understood, answered, and never done twice."""
