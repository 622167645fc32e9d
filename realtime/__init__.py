"""Delivery to people: sockets, the hub, the fan-out, the carriers."""

__version__ = "0.1.0"
