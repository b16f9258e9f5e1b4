"""python -m sandbox: the simulated vendors in the foreground, until interrupted."""

import argparse
from datetime import UTC, date, datetime
from pathlib import Path

from sandbox.company import Company
from sandbox.drop import write_drop
from sandbox.server import build_app, environment
from sandbox.serving import HOST, run
from sandbox.vendors import all_vendors


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--days", type=int, default=400, help="how many days of history the vendors hold")
    parser.add_argument("--today", type=date.fromisoformat, default=datetime.now(UTC).date())
    parser.add_argument("--seed", type=int, default=7, help="another seed, another company")
    parser.add_argument("--drop", type=Path, help="also write the company's own files (targets, budgets, posts) here")
    parser.add_argument("--print-env", action="store_true", help="print the clients' settings and stop")
    chosen = parser.parse_args()
    if chosen.print_env:
        settings = environment(f"http://{HOST}:{chosen.port}", all_vendors())
        print("\n".join(f"{name}={value}" for name, value in sorted(settings.items())))  # noqa: T201
        return
    company = Company(chosen.today, chosen.days, chosen.seed)
    if chosen.drop:
        write_drop(company, chosen.drop)
    app = build_app(company)
    run(app, chosen.port, ready=lambda url: print(f"sandbox ready at {url}, today is {chosen.today}", flush=True))  # noqa: T201


if __name__ == "__main__":
    main()
