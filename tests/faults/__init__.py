"""What must hold when things break: real processes, a ledger that only a gateway writes, and faults by seed."""
