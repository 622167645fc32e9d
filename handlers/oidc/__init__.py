"""OpenID Connect, as one who relies on portals: addresses and keys, tokens, visits, and orders to end logins."""
