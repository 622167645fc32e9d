"""Measurements, each one command: `python -m bench`, or `python -m bench bell`. BENCHMARKS.md says what they mean."""
