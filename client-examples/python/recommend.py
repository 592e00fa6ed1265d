"""Recommends items to a known user, or to somebody who gave ratings.

    python recommend.py localhost:50051 1
    python recommend.py localhost:50051 10=4.5 20=3      (needs a user-based model)

The schema comes from the server's reflection; no code is generated.
"""

import os
import sys

import grpc
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import (
    ProtoReflectionDescriptorDatabase,
)

from connection import open_channel

DEADLINE_SECONDS = 5
SERVICE = "autorec.v1.AutoRecService"


def recommend_method(channel):
    """A callable for Recommend, and the class of its request."""
    pool = DescriptorPool(ProtoReflectionDescriptorDatabase(channel))
    method = pool.FindServiceByName(SERVICE).methods_by_name["Recommend"]
    request_class = GetMessageClass(method.input_type)
    response_class = GetMessageClass(method.output_type)
    call = channel.unary_unary(
        f"/{SERVICE}/{method.name}",
        request_serializer=request_class.SerializeToString,
        response_deserializer=response_class.FromString,
    )
    return call, request_class


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
            call, request_class = recommend_method(channel)
            request = fill(request_class(), words, os.environ.get("MODEL", ""))
            show(call(request, timeout=DEADLINE_SECONDS))
        except grpc.FutureTimeoutError:
            sys.exit(f"error: no server at {target} within {DEADLINE_SECONDS} s")
        except grpc.RpcError as error:
            sys.exit(f"error: {error.code().name}: {error.details()}")


if __name__ == "__main__":
    main()
