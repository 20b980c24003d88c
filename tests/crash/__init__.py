"""crash."""
