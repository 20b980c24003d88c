"""The coach: everything between Slack and the ledger."""
