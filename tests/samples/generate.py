"""Write fictional reports with their truth: `python tests/samples/generate.py --out DIR`."""

import argparse
from pathlib import Path

from fiction.batch import generate

__all__ = ["generate"]


def main() -> None:
    """Read the arguments and write the set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", required=True, type=Path, help="folder for reports/, truth/ and figures.csv")
    parser.add_argument("--places", type=int, default=12, help="how many bodies report (default 12)")
    parser.add_argument("--years", default="2019-2023", metavar="FIRST-LAST")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reports", type=int, help="exactly so many reports, from all bodies, in several versions if need be")
    args = parser.parse_args()
    first, last = map(int, args.years.split("-"))
    print(f"{generate(args.out, args.places, (first, last), args.seed, args.reports)} files in {args.out}")


if __name__ == "__main__":
    main()
