"""Writes the best items of many users as CSV, through one stream.

    python recommend_all.py localhost:50051 > all.csv               (every user of the model)
    python recommend_all.py localhost:50051 users.txt > some.csv    (ids, one a line)

The schema comes from the server's reflection; no code is generated.
"""

import csv
import os
import sys
import time

import grpc
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import (
    ProtoReflectionDescriptorDatabase,
)

from connection import open_channel

DEADLINE_SECONDS = 5
RECONNECT_SECONDS = 60
MAX_ATTEMPTS = 4
TOP = 10
SERVICE = "autorec.v1.AutoRecService"
# Room for a vocabulary with titles; gRPC's default is 4 MiB.
OPTIONS = [("grpc.max_receive_message_length", 64 << 20)]


def method(channel, name, open_call):
    """A callable for the method, and the class of its request."""
    pool = DescriptorPool(ProtoReflectionDescriptorDatabase(channel))
    found = pool.FindServiceByName(SERVICE).methods_by_name[name]
    request_class = GetMessageClass(found.input_type)
    call = open_call(
        f"/{SERVICE}/{name}",
        request_serializer=request_class.SerializeToString,
        response_deserializer=GetMessageClass(found.output_type).FromString,
    )
    return call, request_class


def answers(channel, model, users):
    """An answer for each user, in order. gRPC takes a request when the last one is on its way, and
    reads an answer when it is asked for one: neither side piles up."""
    call, request_class = method(channel, "RecommendStream", channel.stream_stream)

    def requests():
        for user in users:
            request = request_class(user_id=user, top_n=TOP)
            request.model.name, request.model.version = model.name, model.version
            yield request

    return call(requests())


def write(rows, user, answer):
    if answer.WhichOneof("result") != "response":
        rows.writerow([user, "", "", "", "", "", f"{answer.error.code}: {answer.error.message}"])
        return 1
    for rank, item in enumerate(answer.response.recommendations, start=1):
        score = f"{item.score:.4f}"
        rating = f"{item.predicted_rating:.4f}" if item.HasField("predicted_rating") else ""
        rows.writerow([user, rank, item.item_id, item.title, score, rating, ""])
    return 0


def recommend_all(channel, model, users, rows):
    """Goes on from the first unanswered user when the server is away for a while."""
    done = errors = attempts = 0
    while done < len(users):
        attempts += 1
        try:
            for answer in answers(channel, model, users[done:]):
                errors += write(rows, users[done], answer)
                done += 1
                attempts = 0
            if done < len(users):
                sys.exit("error: the server ended the stream before the last answer")
        except grpc.RpcError as error:
            if error.code() != grpc.StatusCode.UNAVAILABLE or attempts == MAX_ATTEMPTS:
                raise
            print(f"{error.code().name} after {done} users, going on", file=sys.stderr)
            time.sleep(0.1 * 2**attempts)
            grpc.channel_ready_future(channel).result(timeout=RECONNECT_SECONDS)
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
            get_model, request_class = method(channel, "GetModel", channel.unary_unary)
            request = request_class(include_vocabulary=not users)
            request.model.name = os.environ.get("MODEL", "")
            # All answers are to come from the version that the model has now.
            model = get_model(request, timeout=DEADLINE_SECONDS)
            users = users or list(model.users.ids)
            rows = csv.writer(sys.stdout, lineterminator="\n")
            rows.writerow(["user", "rank", "item", "title", "score", "predicted_rating", "error"])
            errors = recommend_all(channel, model.model.model, users, rows)
        except grpc.FutureTimeoutError:
            sys.exit(f"error: no server at {target}")
        except grpc.RpcError as error:
            sys.exit(f"error: {error.code().name}: {error.details()}")
        except KeyboardInterrupt:
            sys.exit("stopped")
    print(f"{len(users)} users, {errors} errors", file=sys.stderr)
    sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
