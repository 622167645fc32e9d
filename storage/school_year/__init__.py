"""School year in PostgreSQL: reporting periods, free days and bells."""
