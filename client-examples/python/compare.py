"""Compares the same rows by Predict, by ModelInfer and by onnxruntime; fails where two numbers differ.

    python compare.py localhost:50051 films models

The last is the repository that the server serves: the version that answers is compared with its own file.
"""

import sys

import numpy as np
import onnxruntime
import tritonclient.grpc as triton

from connection import DEADLINE_SECONDS, open_channel
from service import Service

ROWS = 8
TOLERANCE = 1e-5


def draw(manifest):
    """Rows of about a tenth of the ratings; NaN stands for no rating."""
    scale = manifest.rating_scale
    random = np.random.default_rng(1)
    rows = random.uniform(scale.min, scale.max, (ROWS, manifest.width)).astype(np.float32)
    rows[random.random(rows.shape) < 0.9] = np.nan
    rows[:, 0] = scale.max
    return rows


def by_predict(service, model, rows):
    request = service.request("Predict", model=model)
    for row in rows:
        request.vectors.add().dense_bytes = row.astype("<f4").tobytes()
    answer = service.call("Predict", request, DEADLINE_SECONDS)
    return np.array([prediction.values for prediction in answer.predictions], np.float32)


def by_model_infer(target, model, rows):
    ratings = triton.InferInput("ratings", list(rows.shape), "FP32")
    ratings.set_data_from_numpy(rows)
    with triton.InferenceServerClient(target) as client:
        answer = client.infer(model.name, [ratings], model_version=str(model.version))
    return answer.as_numpy("reconstruction")


def by_onnxruntime(folder, rows):
    session = onnxruntime.InferenceSession(f"{folder}/model.onnx", providers=["CPUExecutionProvider"])
    return session.run(["reconstruction"], {"ratings": rows})[0]


def main():
    if len(sys.argv) != 4:
        sys.exit("usage: python compare.py HOST:PORT MODEL MODELS")
    target, name, models = sys.argv[1:]
    with open_channel(target) as channel:
        service = Service(channel)
        wanted = service.request("GetModel")
        wanted.model.name = name
        served = service.call("GetModel", wanted, DEADLINE_SECONDS).model
        rows = draw(served.manifest)
        answers = {
            "Predict": by_predict(service, served.model, rows),
            "ModelInfer": by_model_infer(target, served.model, rows),
        }
    expected = by_onnxruntime(f"{models}/{name}/{served.model.version}", rows)
    for way, answer in answers.items():
        difference = np.abs(answer - expected).max() if answer.shape == expected.shape else np.inf
        print(f"{name}: {way} and onnxruntime differ by {difference:.1e} at most in {expected.size} ratings")
        if not difference <= TOLERANCE:
            sys.exit(f"error: {way}: {difference} (expected: at most {TOLERANCE})")


if __name__ == "__main__":
    main()
