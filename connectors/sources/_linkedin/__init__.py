"""What LinkedIn's marketing APIs share: credentials and versions, errors, the notation of queries."""
