"""An item-based model version as the peers serve it: the graph for known users, the ids, and who rated what."""

import json
import pathlib

import numpy
import onnxruntime

import schema


class ModelVersion:
    """Threads may share it.

    users, item_ids, titles: ids and titles by position (titles "" where there are none)
    position: a user's position by id
    rated: by user position, an int32 array of the item positions that the user has rated
    """

    def __init__(self, folder, intra_op_threads=1):
        folder = pathlib.Path(folder).resolve()
        if not (folder / "user_scores.onnx").is_file():
            raise SystemExit(f"{folder}: no user_scores.onnx (expected: a version folder of an item-based model)")
        self.name, self.version = folder.parent.name, int(folder.name)
        metadata = session(folder / "model.onnx", 1).get_modelmeta().custom_metadata_map
        manifest = json.loads(metadata["autorec.manifest"])
        if manifest["formatVersion"] != 1:
            raise SystemExit(f"{folder}: format version {manifest['formatVersion']} (expected: 1)")
        # Protobuf's JSON leaves out what is 0.
        scale = manifest["ratingScale"]
        self.scale = (float(scale.get("min", 0)), float(scale.get("max", 0)))
        self.users = json.loads(metadata["autorec.users"])["ids"]
        items = json.loads(metadata["autorec.items"])
        self.item_ids = items["ids"]
        self.titles = items.get("titles") or [""] * len(self.item_ids)
        self.position = {user: position for position, user in enumerate(self.users)}
        self.rated = rated(folder / "ratings.pb")
        self._scores = session(folder / "user_scores.onnx", intra_op_threads)

    def scores(self, users):
        """float32 [batch, items], unclipped, of the users at these positions."""
        return self._scores.run(["scores"], {"users": numpy.asarray(users, dtype=numpy.int64)})[0]

    def best(self, scores, user, count, include_rated=False):
        """Positions of the best items of one row, best first. It overwrites the row's scores of rated items."""
        if not include_rated:
            scores[self.rated[user]] = -numpy.inf
        if count < len(scores):
            best = numpy.argpartition(scores, -count)[-count:]
        else:
            best = numpy.arange(len(scores))
        best = best[numpy.argsort(-scores[best], kind="stable")]
        return best[scores[best] != -numpy.inf]

    def clip(self, scores):
        return numpy.clip(scores, *self.scale)


def session(file, intra_op_threads):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = intra_op_threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


def rated(file):
    messages, _, _ = schema.modules()
    history = messages.RatingHistory.FromString(file.read_bytes())
    parts = [by_user(part) for part in (history.training, history.validation, history.test)]
    return [numpy.concatenate(of_user) for of_user in zip(*parts)]


def by_user(part):
    ends = numpy.cumsum(part.ratings_per_user, dtype=numpy.int64)
    gaps = numpy.array(part.item_gaps, dtype=numpy.int32)
    return [numpy.cumsum(of_user, dtype=numpy.int32) for of_user in numpy.split(gaps, ends[:-1])]
