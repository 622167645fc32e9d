"""What those who are away are told, in words: on a screen, in a mail."""
