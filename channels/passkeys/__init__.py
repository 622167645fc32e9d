"""Passkeys: keys of WebAuthn that people sign in with, each on a device or with a keeper of their own."""
