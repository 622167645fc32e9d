"""Work on files of people that were brought in the page: kept in a folder, read and applied by a process apart."""
