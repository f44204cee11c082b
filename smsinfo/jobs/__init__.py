"""The worker: what is done beside the answering, on one machine or on many."""
