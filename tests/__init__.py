"""Tests, arranged by subject."""
