"""Changes of single lessons, and teachers who are away."""
