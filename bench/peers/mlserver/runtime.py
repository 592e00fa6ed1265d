"""MLServer's runtime for an item-based AutoRec model.

Takes "users" INT64 [batch, 1], positions of known users. Gives "items" INT64 [batch, N], positions of the best
items that the user has not rated, and "ratings" FP32 [batch, N], clipped to the scale; where fewer are left, the
row ends in -1 and 0.
"""

import os
import pathlib
import sys

import numpy
from mlserver import MLModel
from mlserver.codecs import NumpyCodec
from mlserver.types import InferenceRequest, InferenceResponse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from model_version import ModelVersion  # noqa: E402


class AutoRecRuntime(MLModel):
    """AUTOREC_VERSION_FOLDER names the version folder, AUTOREC_TOP_N how many items each answer holds (10)."""

    async def load(self) -> bool:
        self.model = ModelVersion(os.environ["AUTOREC_VERSION_FOLDER"])
        self.count = min(int(os.environ.get("AUTOREC_TOP_N", "10")), len(self.model.item_ids))
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        users = NumpyCodec.decode_input(payload.inputs[0]).ravel()
        scores = self.model.scores(users)
        items = numpy.full((len(users), self.count), -1, dtype=numpy.int64)
        ratings = numpy.zeros((len(users), self.count), dtype=numpy.float32)
        for row, user in enumerate(users.tolist()):
            best = self.model.best(scores[row], user, self.count)
            items[row, : len(best)] = best
            ratings[row, : len(best)] = self.model.clip(scores[row, best])
        return InferenceResponse(
            model_name=self.name,
            outputs=[NumpyCodec.encode_output("items", items), NumpyCodec.encode_output("ratings", ratings)],
        )
