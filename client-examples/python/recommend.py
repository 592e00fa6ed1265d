"""Recommends items to a known user, or to somebody who gave ratings.

    python recommend.py localhost:50051 1
    python recommend.py localhost:50051 10=4.5 20=3
"""

import os
import sys

import grpc

import retry
from connection import DEADLINE_SECONDS, open_channel
from service import Service


def fill(request, words, model):
    request.model.name = model
    request.top_n = 10
    if len(words) == 1 and "=" not in words[0]:
        request.user_id = words[0]
        return request
    for word in words:
        item, _, rating = word.rpartition("=")
        request.ratings.ratings.add(id=item, rating=float(rating or 0))
    return request


def show(answer):
    basis = answer.DESCRIPTOR.fields_by_name["basis"].enum_type.values_by_number[answer.basis].name
    print(f"{answer.model.name} version {answer.model.version}, {basis}")
    for item in answer.recommendations:
        rating = f"{item.predicted_rating:.2f}" if item.HasField("predicted_rating") else ""
        print(f"  {rating:>4}  {item.item_id:>8}  {item.title}")
    if answer.unknown_ids.ratings:
        print("unknown to the model, ignored:", *answer.unknown_ids.ratings)


def main():
    if len(sys.argv) < 3:
        sys.exit("usage: [MODEL=name] python recommend.py HOST:PORT USER | ID=[RATING]...")
    target, *words = sys.argv[1:]
    with open_channel(target) as channel:
        try:
            grpc.channel_ready_future(channel).result(timeout=DEADLINE_SECONDS)
            service = Service(channel)
            request = fill(service.request("Recommend"), words, os.environ.get("MODEL", ""))
            show(retry.call(lambda timeout: service.call("Recommend", request, timeout), DEADLINE_SECONDS))
        except grpc.FutureTimeoutError:
            sys.exit(f"error: no server at {target} within {DEADLINE_SECONDS} s")
        except grpc.RpcError as error:
            sys.exit(f"error: {error.code().name}: {error.details()}")
        except ValueError as error:
            sys.exit(f"error: a rating is no number: {error}")


if __name__ == "__main__":
    main()
