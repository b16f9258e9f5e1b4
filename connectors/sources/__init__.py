"""One module (or package) a vendor, each with its SOURCE."""
