"""School year: reporting periods, free days and bells."""
