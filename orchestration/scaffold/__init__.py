"""What `kadran new` writes: the beginning of a KPI, KRI, KRA or source, with FILL IN where only a person knows."""
