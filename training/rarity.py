"""Count in how many news articles each stem stands: ``python -m training.rarity``.

Only counts leave the corpus; stems in fewer than LEAST articles are left out, so that nothing rare of a
text is in what ships.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

from onrecord.linking.content import stem
from onrecord.words import words
from training.corpora.sources import corpora, file_sha256

LEAST = 5
OUT = Path(__file__).parents[1] / "src" / "onrecord" / "linking" / "weights" / "rarity.json"


def main() -> None:
    """Write the counts beside the package's other weights."""
    source = corpora() / "newsload" / "articles.jsonl.gz"
    counts: Counter[str] = Counter()
    articles = 0
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        for line in lines:
            counts.update({stem(word.token) for word in words(json.loads(line)["text"])})
            articles += 1
    kept = {word: count for word, count in sorted(counts.items()) if count >= LEAST}
    told = {"articles": articles, "source": file_sha256(source), "counts": kept}
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(kept):,} stems of {articles:,} articles")


if __name__ == "__main__":
    main()
