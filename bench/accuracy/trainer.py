"""Runs the built trainer."""

import json
import pathlib
import subprocess
import sys

TRAINER = pathlib.Path(__file__).resolve().parents[2] / "trainer/target/autorec-trainer/bin/autorec-trainer"


def require():
    """Ends the program where the trainer was not built."""
    if not TRAINER.exists():
        sys.exit(f"{TRAINER}: missing (expected: mvn -B package -DskipTests before)")


def train(ratings, out, *options):
    """Trains on a file of ratings, publishing under a folder: the run's metrics, or None and why not."""
    command = [str(TRAINER), "train", str(ratings), "--out", str(out), "--name", "run", "--model-version", "1", *options]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        return None, run.stderr
    return json.loads((pathlib.Path(out) / "run/1/metrics.json").read_text()), ""
