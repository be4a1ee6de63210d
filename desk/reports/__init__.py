"""Papers that leave the app: each function returns bytes and opens no files."""
