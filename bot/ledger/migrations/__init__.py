"""The way from each version of the tables to the next, on SQLite and on PostgreSQL."""
