"""The register of a school in PostgreSQL: reading it, and writing what is typed."""
