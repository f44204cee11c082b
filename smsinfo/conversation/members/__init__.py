"""What members of the community groups and village heads may text from their numbers, one command a file."""
