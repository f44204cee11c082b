"""CAP 1.2 in and out: documents of other agencies become drafts, alerts of ours become documents."""
