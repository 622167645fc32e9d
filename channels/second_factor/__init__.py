"""Second factors: what somebody shows besides the password, a code of an app or one of those kept for emergencies."""
