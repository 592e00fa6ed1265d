"""Lists of items from the files of a published version, and their quality. Shares no code with the trainer."""

import json
import pathlib
import struct

import numpy as np
import scipy.sparse as sparse

TOP = 10


def fields(data):
    """The fields of a protobuf message: number -> its values, those of length-delimited ones as bytes."""
    found = {}
    at = 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(data):
        key = varint()
        kind = key & 7
        if kind == 0:
            value = varint()
        elif kind == 1:
            value, at = data[at : at + 8], at + 8
        elif kind == 5:
            value, at = data[at : at + 4], at + 4
        else:
            length = varint()
            value, at = data[at : at + length], at + length
        found.setdefault(key >> 3, []).append(value)
    return found


def varints(data):
    """A packed field of unsigned numbers."""
    bytes_ = np.frombuffer(data, np.uint8).astype(np.int64)
    last = bytes_ < 128
    ends = np.flatnonzero(last)
    starts = np.concatenate(([0], ends[:-1] + 1)) if len(ends) else ends
    place = np.arange(len(bytes_)) - np.repeat(starts, ends - starts + 1)
    return np.add.reduceat((bytes_ & 127) << (7 * place), starts) if len(ends) else ends


def floats(data):
    return np.frombuffer(data, "<f4")


def positions(counts, gaps):
    """Positions from the distances between them, which start anew for each of the counts."""
    starts = np.concatenate(([0], np.cumsum(counts)))
    sums = np.cumsum(gaps)
    before = np.zeros(len(counts), np.int64)
    later = starts[:-1] > 0
    before[later] = sums[starts[:-1][later] - 1]
    return starts, sums - np.repeat(before, counts)


class Version:
    """A version folder: its ratings by user, and its ranking head."""

    def __init__(self, folder, items=None):
        folder = pathlib.Path(folder)
        self.folder = folder
        parts = [self._part(part) for part in self._parts(folder)]
        head = folder / "ranking.pb"
        file = fields(head.read_bytes()) if head.exists() else {}
        counts = varints(file[3][0]) if 3 in file else None
        self.items = len(counts) if counts is not None else items
        shape = (len(parts[0][0]) - 1, self.items)
        self.training, self.validation, self.test = (
            sparse.csr_matrix((values, at, starts), shape=shape) for starts, at, values in parts
        )
        everything = np.concatenate([values for _, _, values in parts])
        self.low, self.high = float(everything.min()), float(everything.max())
        self.relevant = np.float32(self.low + 0.75 * (self.high - self.low))
        if counts is not None:
            starts, targets = positions(counts, varints(file[4][0]))
            self.lowest_input = struct.unpack("<f", file[2][0])[0] if 2 in file else 0.0
            self.weights = sparse.csr_matrix((floats(file[5][0]), targets, starts), shape=(self.items, self.items))
            self.prior = floats(file[6][0])
        self.metrics = json.loads((folder / "metrics.json").read_text())

    @staticmethod
    def _parts(folder):
        file = fields((folder / "ratings.pb").read_bytes())
        return [file.get(number, [b""])[0] for number in (2, 3, 4)]

    @staticmethod
    def _part(data):
        file = fields(data)
        counts = varints(file[1][0])
        if 2 not in file:
            return np.zeros(len(counts) + 1, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32)
        starts, at = positions(counts, varints(file[2][0]))
        return starts, at, floats(file[3][0])[varints(file[4][0])]

    def inputs(self, ratings, lowest):
        """x(r) of each rating."""
        inputs = ratings.copy().astype(np.float32)
        inputs.data = lowest + (1 - lowest) * (inputs.data - self.low) / (self.high - self.low)
        return inputs

    def choice(self, ratings):
        """The scores of the published ranking head."""
        return np.asarray(self.prior + (self.inputs(ratings, np.float32(self.lowest_input)) @ self.weights))

    def most_ratings(self, users):
        counts = np.asarray((self.training != 0).sum(0), dtype=np.float32)
        return np.repeat(counts, users, axis=0)


def ease(inputs, penalty):
    """EASE (Steck, WWW 2019)."""
    gram = np.asarray((inputs.T @ inputs).todense(), dtype=np.float64)
    diagonal = np.diag_indices(len(gram))
    gram[diagonal] += penalty
    inverse = np.linalg.inv(gram)
    weights = inverse / -np.diag(inverse)
    weights[diagonal] = 0
    return weights.astype(np.float32)


def implicit_als(version, factors, regularisation, alpha, seed=1):
    """The scores of implicit's ALS (Hu, Koren and Volinsky, ICDM 2008), confidence 1 + alpha * rating / highest."""
    from implicit.cpu.als import AlternatingLeastSquares

    confidence = ease_inputs(version, version.training)
    confidence.data = 1 + alpha * confidence.data
    model = AlternatingLeastSquares(
        factors=factors, regularization=regularisation, iterations=15, random_state=seed
    )
    model.fit(confidence.tocsr(), show_progress=False)
    return np.asarray(model.user_factors @ model.item_factors.T)


# Tried for implicit's ALS: factors, regularisation, alpha.
ALS_GRID = [(factors, penalty, alpha) for factors in (64, 128) for penalty in (10, 30, 60) for alpha in (0.5, 1, 2)]


def best_als(version):
    """The options of implicit's ALS with the best NDCG@10 on the validation part."""
    tried = {
        options: quality(implicit_als(version, *options), version.training, version.validation, version.relevant)[1]
        for options in ALS_GRID
    }
    return max(tried, key=tried.get)


def predicted(folder, shown):
    """Unclipped predicted ratings of columns that fold_in.pb fits: its formula, solved anew."""
    file = fields((folder / "fold_in.pb").read_bytes())
    number = lambda field: floats(file[field][0])[0].astype(float)  # noqa: E731
    features = file[2][0]
    codes = np.hstack([floats(file[3][0]).reshape(-1, features), np.ones((shown.shape[1], 1))])
    offsets = floats(file[4][0]).astype(float)
    start = np.append(floats(file[5][0]).astype(float), number(6))
    decay = np.append(np.full(features, number(7)), number(8))
    scores = np.zeros(shown.shape, np.float32)
    for user in range(shown.shape[0]):
        rated = shown.indices[shown.indptr[user] : shown.indptr[user + 1]]
        ratings = shown.data[shown.indptr[user] : shown.indptr[user + 1]]
        own = codes[rated]
        error = ratings - offsets[rated] - own @ start
        # (C'C + D)^-1 C'e = D^-1 C' (C D^-1 C' + I)^-1 e: the smaller of both systems.
        scaled = own / decay
        weights = start + scaled.T @ np.linalg.solve(scaled @ own.T + np.eye(len(rated)), error)
        scores[user] = codes @ weights + offsets
    return scores


def blends(version, choice, predictions):
    """The published scores, blended with predicted ratings: by a product with P(liked), and by a sum."""
    middle = version.low + 0.625 * (version.high - version.low)
    liked = 1 / (1 + np.exp(-6.8 * (predictions - middle) / (version.high - version.low)))
    for power in (0.1, 0.2, 0.5):
        yield f"times P(liked)^{power}", np.maximum(choice, 0) * liked**power
    standard = lambda scores: (scores - scores.mean(1, keepdims=True)) / scores.std(1, keepdims=True)  # noqa: E731
    for weight in (0.1, 0.2):
        yield f"plus {weight} predicted, standardised", standard(choice) + weight * standard(predictions)


def quality(scores, shown, held_out, relevant):
    """Recall@10, NDCG@10 and coverage, as docs/measurements/ranking.md defines them; scores are changed."""
    wanted = held_out.tocsr().copy()
    wanted.data = (wanted.data >= relevant).astype(np.float32)
    wanted.eliminate_zeros()
    counts = np.diff(wanted.indptr)
    users = np.flatnonzero(counts)
    shown = shown.tocsr()
    scores[np.repeat(np.arange(shown.shape[0]), np.diff(shown.indptr)), shown.indices] = -np.inf
    scores = scores[users]
    best = np.argsort(-scores, axis=1, kind="stable")[:, :TOP]
    hits = np.asarray(wanted[np.repeat(users, best.shape[1]), best.ravel()]).reshape(best.shape)
    discounts = 1 / np.log2(np.arange(2, best.shape[1] + 2))
    ideal = np.cumsum(discounts)[np.minimum(counts[users], best.shape[1]) - 1]
    recall = hits.sum(1) / counts[users]
    return recall.mean(), ((hits * discounts).sum(1) / ideal).mean(), len(np.unique(best)) / scores.shape[1]


def ease_inputs(version, ratings):
    """Rating / highest rating. Zero would be no rating: a scale that does not begin above 0 is moved up."""
    moved = 0 if version.low > 0 else 0.25 * (version.high - version.low) - version.low
    inputs = ratings.copy().astype(np.float32)
    inputs.data = (inputs.data + moved) / (version.high + moved)
    return inputs


def best_ease(version, penalties):
    """EASE with the penalty that has the best NDCG@10 on the validation part: the penalty, and its weights."""
    inputs = ease_inputs(version, version.training)
    best = None
    for penalty in penalties:
        weights = ease(inputs, penalty)
        found = quality(inputs @ weights, version.training, version.validation, version.relevant)[1]
        if best is None or found > best[0]:
            best = (found, penalty, weights)
    return best[1], best[2], inputs
