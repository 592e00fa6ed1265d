"""The trainer's network and recipe in plain dense PyTorch, to be timed beside it.

    python dense_torch.py ratings.csv --epochs 10

Item-based AutoRec on raw ratings: h(r) = W g(s (V r + U m) + mu) + b with m the observed mask,
s = (n / mean n)^-0.5 and g the sigmoid; half the squared error over observed entries, and half
lambda times the squares of V, U and W. Runs on CUDA where torch finds it, else on all cores. The
split is the trainer's own for the same seed; the first weights and the batches are not.
"""

import argparse
import csv
import gzip
import json
import math
import os
import sys
import time

try:
    import torch
except ImportError as missing:
    sys.exit(f"dense_torch: {missing} (expected: torch, from `{sys.executable} -m pip install torch`)")

INPUT_EXPONENT = 0.5
FINAL_LEARNING_RATE_SHARE = 0.02
TEST_RATIO = 0.1
BIAS_DAMPING = 5


def arguments():
    parser = argparse.ArgumentParser(description="AutoRec in plain dense PyTorch: seconds per epoch and test RMSE.")
    parser.add_argument("ratings", help="CSV with the header userId,movieId,rating, or u.data; each also gzipped")
    parser.add_argument("--epochs", type=int, default=60, help="default: %(default)s")
    parser.add_argument("--batch", type=int, default=128, help="items in a mini-batch; default: %(default)s")
    parser.add_argument("--ksize", type=int, default=500, help="hidden units; default: %(default)s")
    parser.add_argument(
        "--lambda",
        type=float,
        dest="penalty",
        metavar="LAMBDA",
        help="default: the trainer's rule, 0.87 times the ratings of the average user, from 20 to 200",
    )
    parser.add_argument("--lr", type=float, default=0.0015, help="first learning rate; default: %(default)s")
    parser.add_argument("--seed", type=int, default=1, help="default: %(default)s")
    parser.add_argument("--no-mask", action="store_true", help="leave out the mask encoder")
    parser.add_argument("--metrics", metavar="FILE", help="write epochs and test RMSE as the trainer's metrics.json does")
    options = parser.parse_args()
    for name in ("epochs", "batch", "ksize"):
        if getattr(options, name) < 1:
            parser.error(f"--{name}: {getattr(options, name)} (expected: > 0)")
    return options


def read(path):
    """Users, items (as positions) and ratings, sorted by user and item as the trainer sorts them."""
    opened = gzip.open if path.endswith(".gz") else open
    users, items, ratings = [], [], []
    with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
        first = file.readline()
        file.seek(0)
        if "\t" in first:
            rows = csv.reader(file, delimiter="\t")
            user, item, rating = 0, 1, 2
        else:
            rows = csv.reader(file)
            header = [name.strip().lower() for name in next(rows, [])]
            user, item, rating = (header.index(name) for name in ("userid", "movieid", "rating"))
        for row in rows:
            users.append(int(row[user]))
            items.append(int(row[item]))
            ratings.append(float(row[rating]))
    users = torch.unique(torch.tensor(users), return_inverse=True)[1]
    items = torch.unique(torch.tensor(items), return_inverse=True)[1]
    pairs, order = torch.sort(users * (int(items.max()) + 1) + items)
    if bool((pairs[1:] == pairs[:-1]).any()):
        raise ValueError("a user rated an item twice (expected: once)")
    return users[order], items[order], torch.tensor(ratings)[order]


def shuffled(count, seed):
    """Positions as java.util.Random and the trainer's Shuffle order them."""
    state = (seed ^ 0x5DEECE66D) & ((1 << 48) - 1)
    order = list(range(count))
    for i in range(count - 1, 0, -1):
        bound = i + 1
        while True:
            state = (state * 0x5DEECE66D + 0xB) & ((1 << 48) - 1)
            bits = state >> 17
            j = bits % bound
            if bound & i == 0:
                j = bits * bound >> 31
            elif bits - j + i >= 1 << 31:
                continue
            break
        order[i], order[j] = order[j], order[i]
    return torch.tensor(order)


def available_bytes(device):
    if device.type == "cuda":
        return torch.cuda.mem_get_info()[0]
    try:
        with open("/proc/meminfo", encoding="ascii") as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith("MemAvailable"))
    except (OSError, StopIteration):
        return math.inf


class Rows:
    """Items' ratings, and beside them their mask: batches of [rows, 2 width], or [rows, width] without it.

    Held as one dense matrix where half the memory is enough for it; else each batch is filled when it is asked for.
    """

    def __init__(self, height, width, rows, columns, values, batch, device):
        order = torch.argsort(rows, stable=True)
        counts = torch.bincount(rows, minlength=height)
        self.width = width
        self.starts = (torch.cumsum(counts, 0) - counts).to(device)
        self.counts = counts.to(device)
        self.columns = columns[order].to(device)
        self.values = values[order].to(device)
        self.buffer = torch.empty(batch, 2 * width, device=device)
        self.dense = None
        if height * 2 * width * 4 < available_bytes(device) / 2:
            self.dense = torch.empty(height, 2 * width, device=device)
            self._fill(self.dense, torch.arange(height, device=device))

    def batch(self, rows):
        """Valid until the next call."""
        out = self.buffer[: len(rows)]
        if self.dense is None:
            self._fill(out, rows)
        else:
            torch.index_select(self.dense, 0, rows, out=out)
        return out

    def _fill(self, out, rows):
        counts = self.counts[rows]
        row = torch.repeat_interleave(torch.arange(len(rows), device=out.device), counts)
        before = torch.cumsum(counts, 0) - counts
        entry = torch.arange(len(row), device=out.device) + (self.starts[rows] - before)[row]
        out.zero_()
        out[row, self.columns[entry]] = self.values[entry]
        out[row, self.width + self.columns[entry]] = 1


class AutoRec(torch.nn.Module):
    def __init__(self, width, hidden, mask_encoder, mean_count):
        super().__init__()
        self.width = width
        self.mask_encoder = mask_encoder
        self.mean_count = mean_count
        # The mask encoder stands beside the encoder, so that one product does for both.
        self.encoder = torch.nn.Parameter(torch.empty(hidden, width * (2 if mask_encoder else 1)))
        self.decoder = torch.nn.Parameter(torch.empty(width, hidden))
        self.hidden_bias = torch.nn.Parameter(torch.zeros(hidden))
        self.output_bias = torch.nn.Parameter(torch.zeros(width))
        bound = math.sqrt(6 / (width + hidden))
        torch.nn.init.uniform_(self.encoder, -bound, bound)
        torch.nn.init.uniform_(self.decoder, -bound, bound)

    def forward(self, batch):
        counts = batch[:, self.width :].sum(1, keepdim=True)
        scales = (counts.clamp(min=1) / self.mean_count) ** -INPUT_EXPONENT
        seen = batch if self.mask_encoder else batch[:, : self.width]
        hidden = torch.sigmoid(torch.addcmul(self.hidden_bias, seen @ self.encoder.t(), scales))
        return torch.nn.functional.linear(hidden, self.decoder, self.output_bias)


def adam(network, device):
    groups = [{"params": [network.encoder, network.decoder]}, {"params": [network.hidden_bias, network.output_bias]}]
    try:
        return torch.optim.Adam(groups, fused=True)
    except (RuntimeError, TypeError):  # Older versions know it for CUDA only, or not at all.
        return torch.optim.Adam(groups)


def train(network, rows, order_of, options, penalty, epoch_done, device):
    """Calls epoch_done(epoch, sum of squared errors, seconds)."""
    optimizer = adam(network, device)
    height = len(order_of)
    batches = math.ceil(height / options.batch)
    steps = options.epochs * batches
    step = 0
    for epoch in range(1, options.epochs + 1):
        started = time.perf_counter()
        order = order_of[torch.randperm(height).to(device)]
        squared = torch.zeros((), device=device)
        for chosen in order.split(options.batch):
            batch = rows.batch(chosen)
            error = (network(batch) - batch[:, : rows.width]) * batch[:, rows.width :]
            loss = error.square().sum() / 2
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            cosine = (1 + math.cos(math.pi * step / steps)) / 2
            for group in optimizer.param_groups:
                group["lr"] = options.lr * (FINAL_LEARNING_RATE_SHARE + (1 - FINAL_LEARNING_RATE_SHARE) * cosine)
            optimizer.param_groups[0]["weight_decay"] = penalty * len(chosen) / height
            optimizer.step()
            squared += 2 * loss.detach()
            step += 1
        squared = squared.item()  # Waits for the device.
        epoch_done(epoch, squared, time.perf_counter() - started)


@torch.no_grad()
def predict(network, rows, wanted_rows, wanted_columns, batch, device):
    """Outputs of the network, one for each wanted entry; these are sorted by row."""
    parts = []
    for chosen in torch.arange(len(rows.counts), device=device).split(batch):
        outputs = network(rows.batch(chosen)).cpu()
        first, last = int(chosen[0]), int(chosen[-1])
        here = (wanted_rows >= first) & (wanted_rows <= last)
        parts.append(outputs[wanted_rows[here] - first, wanted_columns[here]])
    return torch.cat(parts)


def main():
    options = arguments()
    try:
        users, items, ratings = read(options.ratings)
    except (OSError, EOFError, ValueError, IndexError, RuntimeError) as failure:
        sys.exit(f"dense_torch: {options.ratings}: {failure} (expected: userId,movieId,rating with a header, or u.data)")
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    torch.set_num_threads(cores)
    torch.manual_seed(options.seed)

    tests = math.floor(len(ratings) * TEST_RATIO + 0.5)
    order = shuffled(len(ratings), options.seed)
    test, training = order[:tests], order[tests:]
    test = test[torch.argsort(items[test], stable=True)]
    height, width = int(items.max()) + 1, int(users.max()) + 1
    low, unit = ratings.min(), 4 / (ratings.max() - ratings.min())
    inputs = 1 + unit * (ratings - low)  # On a scale from 1 to 5, as the trainer has them.
    rows = Rows(height, width, items[training], users[training], inputs[training], options.batch, device)
    observed = torch.nonzero(rows.counts).flatten()
    of_user = torch.bincount(users[training], minlength=width)
    penalty = options.penalty
    if penalty is None:
        penalty = max(20, min(200, 0.87 * len(training) / int((of_user > 0).sum())))
    network = AutoRec(width, options.ksize, not options.no_mask, len(training) / len(observed)).to(device)
    where = f"cuda, {torch.cuda.get_device_name()}" if device.type == "cuda" else f"cpu, {cores} threads"
    print(
        f"torch {torch.__version__} on {where}; {height} items by {width} users, {len(training)} ratings to train on, "
        f"{tests} to test; k={options.ksize}, lambda={penalty}, batch {options.batch}, lr {options.lr}"
        + ("" if rows.dense is not None else "; batches filled one by one, the whole matrix being too large")
    )

    epochs = []

    def epoch_done(epoch, squared, seconds):
        rmse = math.sqrt(squared / len(training)) / float(unit)
        epochs.append({"epoch": epoch, "trainRmse": rmse, "seconds": seconds})
        print(f"epoch {epoch:3}   train RMSE {rmse:.4f}   {seconds:.2f} s", flush=True)

    train(network, rows, observed, options, penalty, epoch_done, device)

    predictions = low + (predict(network, rows, items[test], users[test], options.batch, device) - 1) / unit
    cold = (rows.counts.cpu()[items[test]] == 0) | (of_user[users[test]] == 0)
    # Without a row or column to go by: the mean and the user's bias, nearly as the trainer has it.
    mean = ratings[training].mean()
    bias = torch.bincount(users[training], weights=ratings[training] - mean, minlength=width) / (of_user + BIAS_DAMPING)
    predictions[cold] = mean + bias[users[test][cold]]
    predictions.clamp_(ratings.min(), ratings.max())
    rmse = (predictions - ratings[test]).double().square().mean().sqrt().item()
    later = sorted(epoch["seconds"] for epoch in epochs[1:] or epochs)
    median = (later[(len(later) - 1) // 2] + later[len(later) // 2]) / 2
    print(f"{median:.3f} seconds per epoch (median, without the first)")
    print(f"test RMSE {rmse:.4f} on {tests} hidden ratings ({int(cold.sum())} cold)")
    if options.metrics:
        settings = {"device": where, "torch": torch.__version__}
        with open(options.metrics, "w", encoding="utf-8") as file:
            json.dump({"epochs": epochs, "test": {"rmse": rmse}, "settings": settings}, file)


if __name__ == "__main__":
    main()
