"""Printed slips of invitations: a sheet for each class, and a key page for whoever hands them out."""
