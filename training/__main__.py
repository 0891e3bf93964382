"""From the corpora to the shipped model, in one command: ``python -m training --work FOLDER``.

Stages, each skipped where its file is already there: adapt the published encoder to news and syntax;
train a teacher on PolNeAR; let it label news; train a student on both; fit the *communicated* layer;
calibrate; export weights, settings and card; train the mention branch on top; count stems, train their
vectors and fit the scorer of utterances.  Seeds and sizes stand in config.toml and in the linking modules.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from onrecord.extraction.extractor import WEIGHTS
from training.corpora.sources import ENCODER_SHA256, corpora, encoder_folder, file_sha256, folder_sha256

CONFIG = Path(__file__).parent / "config.toml"
LINKING = ("training.rarity", "training.meanings", "training.utterances")
"""What makes the weights of linking, in this order: each reads what the one before has made."""


def main() -> None:
    """Run the stages and write the model to ``--out``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("training-work"), help="folder for checkpoints")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--config", type=Path, default=CONFIG)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    config = tomllib.loads(options.config.read_text(encoding="utf-8"))
    last = options.work
    for stage in config["stage"]:
        last = options.work / stage["out"]
        if not last.exists():
            run_stage(stage, options.work)
    finish(last, options.out, config)
    mentions(options.work, options.out, config)
    for module in LINKING:
        subprocess.run([sys.executable, "-m", module], check=True)


def mentions(work: Path, out: Path, config: dict[str, Any]) -> None:
    """Train the mention branch on the extractor's lower layers, and write it and where it comes from."""
    from training.mentions import export_branch

    last = work
    for stage in config["mentions"]:
        last = work / stage["out"]
        if not last.exists():
            run_stage(stage, work)
    export_branch(last, out / "mentions.safetensors")
    provenance = json.loads((out / "provenance.json").read_text(encoding="utf-8"))
    provenance["sha256"] |= {"mentions": file_sha256(out / "mentions.safetensors"), **mention_digests()}
    (out / "provenance.json").write_text(json.dumps(provenance, indent=2) + "\n", encoding="utf-8")


def mention_digests() -> dict[str, str]:
    """Return a digest of each part of the corpora that the mention branch learns from."""
    root = corpora()
    return {
        "litbank": folder_sha256(root / "litbank" / "coref"),
        "gap": folder_sha256(root / "gap", "gap-*.tsv"),
        "crossner politics train": file_sha256(root / "ner" / "crossner_politics" / "train.txt"),
        "wnut17 train": folder_sha256(root / "ner" / "wnut17" / "CONLL-format" / "data" / "train"),
        "wikigold": folder_sha256(root / "ner" / "wikigold" / "CONLL-format"),
    }


def run_stage(stage: dict[str, Any], work: Path) -> None:
    """Run one stage of config.toml as a process of its own."""
    command = [sys.executable, "-m", stage["module"], "--out", str(work / stage["out"])]
    command += [str(work / name) for name in stage.get("checkpoints", [])]
    for name, value in stage.get("options", {}).items():
        command += [f"--{name}", str(work / value) if name in ("start", "labelled") else str(value)]
    print(" ".join(command), flush=True)
    subprocess.run(command, check=True)


def finish(checkpoint: Path, out: Path, config: dict[str, Any]) -> None:
    """Fit what sits on the frozen network, calibrate, and write everything that ships."""
    import shutil

    from training.calibrate import calibrate
    from training.communicated import fit_checkpoint
    from training.export import export
    from training.train import development, load_model, predict

    fitted = checkpoint.with_suffix(".fitted.pt")
    accuracy = fit_checkpoint(checkpoint, fitted)
    documents, gold = development()
    calibration = calibrate(predict(load_model(fitted), documents, 0.25), gold)
    export(fitted, out / "extractor.safetensors")
    shutil.copyfile(encoder_folder() / "tokenizer.json", out / "tokenizer.json")
    settings = {
        "version": config["version"],
        "cue_threshold": calibration.threshold,
        "calibration": [round(value, 4) for value in calibration.coefficients],
    }
    (out / "settings.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
    provenance = {
        "trained": datetime.now(UTC).date().isoformat(),
        "config": config,
        "communicated accuracy on dev's clear cues": round(accuracy, 2),
        "calibration error on dev": round(calibration.error, 4),
        "sha256": {
            "weights": file_sha256(out / "extractor.safetensors"),
            "encoder": ENCODER_SHA256["model.safetensors"],
            "tokenizer": ENCODER_SHA256["tokenizer.json"],
            **data_digests(),
        },
    }
    (out / "provenance.json").write_text(json.dumps(provenance, indent=2) + "\n", encoding="utf-8")


def data_digests() -> dict[str, str]:
    """Return a digest of each part of the corpora that training reads."""
    root = corpora()
    return {
        "polnear train": folder_sha256(root / "polnear" / "data" / "train"),
        "polnear dev": folder_sha256(root / "polnear" / "data" / "dev"),
        "newsload": folder_sha256(root / "newsload"),
        "ewt train": file_sha256(root / "ewt" / "en_ewt-ud-train.conllu"),
        "gum": folder_sha256(root / "gum" / "dep"),
    }


if __name__ == "__main__":
    main()
