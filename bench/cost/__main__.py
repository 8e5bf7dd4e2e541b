"""Make docs/cost.md: `python -m bench.cost render`, or `measure` to measure before."""

import argparse
import json

from bench.cost.bill import MEASURED, Inputs
from bench.cost.document import DOCUMENT, render


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.cost", description=__doc__)
    parser.add_argument("do", choices=["render", "measure"])
    if parser.parse_args().do == "measure":
        from bench.cost.cases import measure

        MEASURED.write_text(json.dumps(measure(), indent=2, ensure_ascii=False) + "\n")
    DOCUMENT.write_text(render(Inputs.read()))


if __name__ == "__main__":
    main()
