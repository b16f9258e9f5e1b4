"""What people look at: the pages, the weekly digest, and tables in the terminal."""
