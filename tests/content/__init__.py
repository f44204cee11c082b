"""Content: packs, lint, texts with holes, import and export, the published snapshot."""
