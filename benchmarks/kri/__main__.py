"""See the package."""

import sys

import benchmarks.kri
from benchmarks.kri import changed, company, labelled

if __name__ == "__main__":
    what, *rest = sys.argv[1:] or [""]
    if what == "company":
        company.main([int(seed) for seed in rest] or [7, 8, 9])
    elif what in ("labelled", "changed") and rest:
        folder, *seeds = rest
        {"labelled": labelled, "changed": changed}[what].main(folder, [int(seed) for seed in seeds] or [1, 2, 3, 4, 5])
    else:
        sys.exit(benchmarks.kri.__doc__)
