"""What one machine needs to run everything by itself: embedded database, supervisor, queue of files."""
