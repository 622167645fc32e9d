"""Portals: places elsewhere where people sign in, and which tell us who they are (OpenID Connect)."""
