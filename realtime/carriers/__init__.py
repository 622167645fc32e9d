"""The ways to those who are away."""
