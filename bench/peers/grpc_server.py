#!/usr/bin/env python3
"""A plain Python server of one item-based model version: grpcio and onnxruntime.

It answers autorec.v1.AutoRecService/Recommend for a user_id, one run of the graph for each call.
"""

import argparse
import asyncio
import concurrent.futures
import multiprocessing
import os
import pathlib
import signal
import socket
import sys

import grpc

import schema
from model_version import ModelVersion


class Refusal(Exception):
    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


class Recommender:
    def __init__(self, model, messages):
        self.model = model
        self.messages = messages

    def recommend(self, request):
        model, messages = self.model, self.messages
        if request.WhichOneof("subject") != "user_id" or request.exclude_ids or request.candidate_ids:
            raise Refusal(grpc.StatusCode.UNIMPLEMENTED, "only user_id, top_n and include_rated are served here")
        user = model.position.get(request.user_id)
        if user is None:
            raise Refusal(grpc.StatusCode.NOT_FOUND, f'user "{request.user_id}": unknown')
        count = request.top_n if request.HasField("top_n") else 10
        if not 1 <= count <= 1000:
            raise Refusal(grpc.StatusCode.INVALID_ARGUMENT, f"top_n: {count} (expected: 1 to 1000)")
        scores = model.scores([user])[0]
        best = model.best(scores, user, count, request.include_rated)
        response = messages.RecommendResponse(basis=messages.RECOMMENDATION_BASIS_TRAINED_USER)
        response.model.name = model.name
        response.model.version = model.version
        response.unknown_ids.SetInParent()
        add = response.recommendations.add
        for item, rating in zip(best.tolist(), model.clip(scores[best]).tolist()):
            add(item_id=model.item_ids[item], title=model.titles[item], predicted_rating=rating)
        return response


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", help="a version folder of an item-based model, MODELS/NAME/VERSION")
    parser.add_argument("--port", type=int, default=50052, help="0 for a free one (%(default)s)")
    parser.add_argument("--port-file", help="where to write the port once serving")
    parser.add_argument(
        "--processes", type=int, default=os.cpu_count(), help="processes on one port (one for each core)"
    )
    parser.add_argument("--handler", choices=("threads", "asyncio"), default="threads", help="(%(default)s)")
    parser.add_argument("--threads", type=int, default=4, help="threads of a process's pool (%(default)s)")
    parser.add_argument("--intra-op-threads", type=int, default=1, help="threads of a run (%(default)s)")
    return parser.parse_args()


def serve(flags, port, ready):
    """One process: serves until SIGTERM."""
    model = ModelVersion(flags.folder, flags.intra_op_threads)
    _, messages, services = schema.modules()
    recommender = Recommender(model, messages)
    if flags.handler == "asyncio":
        asyncio.run(serve_asyncio(recommender, services, port, ready))
    else:
        serve_threads(recommender, services, port, ready, flags.threads)


def serve_threads(recommender, services, port, ready, threads):
    class Service(services.AutoRecServiceServicer):
        def Recommend(self, request, context):
            try:
                return recommender.recommend(request)
            except Refusal as refusal:
                context.abort(refusal.code, str(refusal))

    # Blocked before grpc's threads start, so that only sigwait takes them.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    server = grpc.server(concurrent.futures.ThreadPoolExecutor(threads), options=[("grpc.so_reuseport", 1)])
    services.add_AutoRecServiceServicer_to_server(Service(), server)
    server.add_insecure_port(f"127.0.0.1:{port}")
    server.start()
    ready.release()
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    server.stop(5).wait()


async def serve_asyncio(recommender, services, port, ready):
    class Service(services.AutoRecServiceServicer):
        async def Recommend(self, request, context):
            try:
                return recommender.recommend(request)
            except Refusal as refusal:
                await context.abort(refusal.code, str(refusal))

    server = grpc.aio.server(options=[("grpc.so_reuseport", 1)])
    services.add_AutoRecServiceServicer_to_server(Service(), server)
    server.add_insecure_port(f"127.0.0.1:{port}")
    await server.start()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    ready.release()
    await stop.wait()
    await server.stop(5)


def main():
    flags = arguments()
    # Bound but not listening: it holds the port that the processes share.
    holder = socket.socket()
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    holder.bind(("127.0.0.1", flags.port))
    port = holder.getsockname()[1]
    # Not fork: grpc's threads do not survive it.
    spawn = multiprocessing.get_context("spawn")
    ready = spawn.Semaphore(0)
    processes = [spawn.Process(target=serve, args=(flags, port, ready), daemon=True) for _ in range(flags.processes)]
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, frame: sys.exit(0))
    try:
        for process in processes:
            process.start()
        for _ in processes:
            while not ready.acquire(timeout=1):
                if any(process.exitcode is not None for process in processes):
                    raise SystemExit("grpc_server: a process ended before it served")
        print(f"serving {flags.folder} on port {port}", flush=True)
        if flags.port_file:
            # Renamed into place, so that a reader never sees half of it.
            part = pathlib.Path(flags.port_file + ".part")
            part.write_text(f"{port}\n", encoding="utf-8")
            part.rename(flags.port_file)
        for process in processes:
            process.join()
    finally:
        for process in processes:
            if process.pid is not None:
                process.terminate()
        for process in processes:
            if process.pid is not None:
                process.join(10)


if __name__ == "__main__":
    main()
