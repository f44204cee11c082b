"""The command line: one noun a file, errors as one line on stderr, exit code 2 for what the person can mend."""
