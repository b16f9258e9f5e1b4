"""What people look at: the scorecard page, and tables in the terminal."""
