"""Write the gold set's report files and annotations: `python tests/gold/build.py --out DIR [--set open|aside]`."""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "samples"))  # run as a script: the generator's package lies beside

from goldset import SETS, build


def main() -> None:
    """Read the arguments and write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", required=True, type=Path, help="folder for reports/ and gold/")
    parser.add_argument("--set", choices=SETS, help="one set only; `aside` is for the final figure")
    args = parser.parse_args()
    count = build(args.out, (args.set,) if args.set else SETS)
    print(f"{count} reports in {args.out}")


if __name__ == "__main__":
    main()
