"""The only truth: models, sessions, migrations."""
