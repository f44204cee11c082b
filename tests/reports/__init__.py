"""Reports: small counts, files, and each report over days that a test has counted."""
