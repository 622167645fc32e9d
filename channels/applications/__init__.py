"""Applications of schools for a connection to an installation, which its operator accepts or refuses."""
