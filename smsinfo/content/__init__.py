"""Content: packs in and out, lint, texts with their holes, and the published snapshot that answers are made from."""
