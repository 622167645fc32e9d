"""`zvonok doctor`: what it looks at (`facts`, `names`), what it thinks of it (`checks`), how it says so (`words`)."""
