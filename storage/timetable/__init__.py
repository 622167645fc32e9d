"""The school week in PostgreSQL."""
