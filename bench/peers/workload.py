#!/usr/bin/env python3
"""The calls of bench/peers/compare: writes them for ghz, and asks a server some of them.

    workload.py write VERSION_FOLDER OUT --calls 500 --top-n 10
    workload.py ask VERSION_FOLDER recommend|infer HOST:PORT --calls 20 --top-n 10

"ask" prints JSON: for each user the ids of the items and their ratings, best first; --answer FILE keeps the message of
median size. Users are drawn with a fixed seed, so each run has the same.
"""

import argparse
import json
import pathlib
import random

import grpc
from google.protobuf import descriptor_pb2
from mlserver.grpc import dataplane_pb2

import schema
from model_version import ModelVersion

MLSERVER_MODEL = "autorec"


def drawn(model, calls):
    """User positions."""
    return random.Random(1).sample(range(len(model.users)), min(calls, len(model.users)))


def recommend(model, user, top_n):
    _, messages, _ = schema.modules()
    request = messages.RecommendRequest(user_id=model.users[user], top_n=top_n)
    request.model.name = model.name
    # The peers have no other order.
    request.rank_by = "RANK_BY_PREDICTED_RATING"
    return request


def infer(model, user, top_n):
    request = dataplane_pb2.ModelInferRequest(model_name=MLSERVER_MODEL)
    request.inputs.add(name="users", datatype="INT64", shape=[1, 1]).contents.int64_contents.append(user)
    return request


KINDS = {"recommend": recommend, "infer": infer}


def write(model, flags):
    out = pathlib.Path(flags.out)
    for kind, request in KINDS.items():
        with open(out / f"{kind}.bin", "wb") as file:
            for user in drawn(model, flags.calls):
                message = request(model, user, flags.top_n).SerializeToString()
                file.write(varint(len(message)) + message)
    schema.write_descriptors(out / "recommend.protoset")
    descriptors = descriptor_pb2.FileDescriptorSet()
    dataplane_pb2.DESCRIPTOR.CopyToProto(descriptors.file.add())
    (out / "infer.protoset").write_bytes(descriptors.SerializeToString())


def varint(number):
    bits = bytearray()
    while number > 0x7F:
        bits.append(number & 0x7F | 0x80)
        number >>= 7
    bits.append(number)
    return bytes(bits)


def ask(model, flags):
    answers, messages = [], []
    with grpc.insecure_channel(flags.url) as channel:
        for user in drawn(model, flags.calls):
            request = KINDS[flags.kind](model, user, flags.top_n)
            response = call(channel, flags.kind, request)
            messages.append(response.SerializeToString())
            answers.append(answer(model, flags.kind, response))
    if flags.answer:
        pathlib.Path(flags.answer).write_bytes(sorted(messages, key=len)[len(messages) // 2])
    print(json.dumps(answers))


def call(channel, kind, request):
    if kind == "recommend":
        _, messages, _ = schema.modules()
        method, parse = "/autorec.v1.AutoRecService/Recommend", messages.RecommendResponse.FromString
    else:
        method, parse = "/inference.GRPCInferenceService/ModelInfer", dataplane_pb2.ModelInferResponse.FromString
    method = channel.unary_unary(method, type(request).SerializeToString, parse)
    return method(request, timeout=10, wait_for_ready=True)


def answer(model, kind, response):
    if kind == "recommend":
        best = response.recommendations
        return [[item.item_id for item in best], [item.predicted_rating for item in best]]
    outputs = {output.name: output.contents for output in response.outputs}
    items = [item for item in outputs["items"].int64_contents if item >= 0]
    return [[model.item_ids[item] for item in items], list(outputs["ratings"].fp32_contents)[: len(items)]]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("write", "ask"):
        command = commands.add_parser(name)
        command.add_argument("folder")
        if name == "write":
            command.add_argument("out")
        else:
            command.add_argument("kind", choices=KINDS)
            command.add_argument("url")
            command.add_argument("--answer")
        command.add_argument("--calls", type=int, required=True)
        command.add_argument("--top-n", type=int, required=True)
    flags = parser.parse_args()
    {"write": write, "ask": ask}[flags.command](ModelVersion(flags.folder), flags)


if __name__ == "__main__":
    main()
