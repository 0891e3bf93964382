"""Average the weights of two models that share their beginning (Wortsman et al. 2022, "Model soups")."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def main() -> None:
    """Write ``--out``: ``--share`` of the first checkpoint and the rest of the second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoints", type=Path, nargs=2)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--share", type=float, default=0.35)
    parser.add_argument("--seed", type=int, default=0, help="unused; every stage states one")
    options = parser.parse_args()
    first, second = (torch.load(path)["model"] for path in options.checkpoints)
    mixed = {name: options.share * first[name] + (1 - options.share) * second[name] for name in first}
    torch.save({"model": mixed, "options": str(vars(options))}, options.out)


if __name__ == "__main__":
    main()
