"""Files of people that somebody brings to a school in the page: read, shown, asked about, applied."""
