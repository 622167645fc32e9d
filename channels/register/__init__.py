"""The register of a school: its people and classes, as rosters brought them and as they were typed."""
