"""Invitations: how somebody whom a school knows gets a sign-in."""
