"""Writes the best items of many users as CSV, through one stream.

    python recommend_all.py localhost:50051 > all.csv               (every user of the model)
    python recommend_all.py localhost:50051 users.txt > some.csv    (ids, one a line)
"""

import csv
import os
import sys
import threading
import time
from decimal import ROUND_HALF_UP, Decimal

import grpc

import retry
from connection import DEADLINE_SECONDS, open_channel
from service import Service

PATIENCE_SECONDS = 60  # for one answer, a restart of the server included
MAX_WAIT_SECONDS = 2
TOP = 10
# Room for a vocabulary with titles; gRPC's default is 4 MiB.
OPTIONS = [("grpc.max_receive_message_length", 64 << 20)]


class NoAnswer(Exception):
    """The stream is open, but no answer came in time."""


def answers(service, model, users):
    """An answer for each user, in order. gRPC takes a request when the last one is on its way, and
    reads an answer when it is asked for one: neither side piles up."""
    call = service.stream(
        "RecommendStream",
        (service.request("RecommendStream", model=model, user_id=user, top_n=TOP) for user in users),
    )
    # A timeout of the call would cover the whole stream. This one is for each answer, and stops while it is written.
    over = threading.Event()
    waiting_since = time.monotonic()

    def watch():
        while not over.wait(1):
            since = waiting_since
            if since is not None and time.monotonic() - since > PATIENCE_SECONDS:
                over.set()
        call.cancel()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        for answer in call:
            waiting_since = None
            yield answer
            waiting_since = time.monotonic()
    except grpc.RpcError:
        if over.is_set():
            raise NoAnswer from None
        raise
    finally:
        over.set()  # ends the watcher, which cancels what is left of the call


def rounded(number):
    """Four digits, half up as the other clients round: 4.28125 is 4.2813."""
    return str(Decimal(number).quantize(Decimal("0.0001"), ROUND_HALF_UP))


def write(rows, user, answer):
    if answer.WhichOneof("result") != "response":
        rows.writerow([user, "", "", "", "", "", f"{answer.error.code}: {answer.error.message}"])
        return 1
    for rank, item in enumerate(answer.response.recommendations, start=1):
        rating = rounded(item.predicted_rating) if item.HasField("predicted_rating") else ""
        rows.writerow([user, rank, item.item_id, item.title, rounded(item.score), rating, ""])
    return 0


def wait_after(error, attempts):
    """The seconds before another stream; None if there should be none."""
    asked = retry.asked_wait(error)
    if error.code() == grpc.StatusCode.UNAVAILABLE:
        return min(0.2 * 2**attempts, MAX_WAIT_SECONDS) if asked is None else asked
    return asked if error.code() == grpc.StatusCode.RESOURCE_EXHAUSTED else None


def recommend_all(service, model, users, rows):
    """Goes on from the first unanswered user when the server is away for a while."""
    done = errors = attempts = 0
    deadline = time.monotonic() + PATIENCE_SECONDS
    while done < len(users):
        try:
            if attempts > 0:
                # If the server came back without the model, each user would get an error.
                service.call(
                    "GetModel", service.request("GetModel", model=model), deadline - time.monotonic()
                )
            for answer in answers(service, model, users[done:]):
                errors += write(rows, users[done], answer)
                done += 1
                attempts = 0
                deadline = time.monotonic() + PATIENCE_SECONDS
            if done < len(users):
                sys.exit("error: the server ended the stream before the last answer")
        except grpc.RpcError as error:
            wait = wait_after(error, attempts)
            attempts += 1
            if wait is None or time.monotonic() + wait > deadline:
                raise
            print(f"{error.code().name} after {done} users, going on", file=sys.stderr)
            time.sleep(wait)
    return errors


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: [MODEL=name] python recommend_all.py HOST:PORT [USERS-FILE] > FILE.csv")
    target = sys.argv[1]
    users = []
    if len(sys.argv) == 3:
        try:
            with open(sys.argv[2], encoding="utf-8-sig") as lines:
                users = [line.rstrip("\r\n") for line in lines if line.strip()]
        except (OSError, UnicodeError) as error:
            sys.exit(f"error: cannot read {sys.argv[2]}: {error}")
        if not users:
            sys.exit(f"error: no user ids in {sys.argv[2]}")
    with open_channel(target, OPTIONS) as channel:
        try:
            grpc.channel_ready_future(channel).result(timeout=DEADLINE_SECONDS)
            service = Service(channel)
            request = service.request("GetModel", include_vocabulary=not users)
            request.model.name = os.environ.get("MODEL", "")
            # All answers are to come from the version that the model has now.
            model = retry.call(lambda timeout: service.call("GetModel", request, timeout), DEADLINE_SECONDS)
            users = users or list(model.users.ids)
            rows = csv.writer(sys.stdout, lineterminator="\n")
            rows.writerow(["user", "rank", "item", "title", "score", "predicted_rating", "error"])
            errors = recommend_all(service, model.model.model, users, rows)
        except grpc.FutureTimeoutError:
            sys.exit(f"error: no server at {target}")
        except grpc.RpcError as error:
            sys.exit(f"error: {error.code().name}: {error.details()}")
        except NoAnswer as error:
            sys.exit(f"error: {error.__doc__}")
        except KeyboardInterrupt:
            sys.exit("stopped")
    print(f"{len(users)} users, {errors} errors", file=sys.stderr)
    sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
