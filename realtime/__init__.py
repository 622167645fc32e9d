"""The ways out: sockets, the hub, the fan-out."""

__version__ = "0.1.0"
