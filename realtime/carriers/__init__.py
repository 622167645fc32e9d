"""Carriers, which reach people who are away."""
