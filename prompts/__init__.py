"""The words the coach asks with, as data files."""
