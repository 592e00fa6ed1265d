"""Calls again when the server asks for it."""

import time

import grpc
from google.rpc import error_details_pb2
from grpc_status import rpc_status

MAX_ATTEMPTS = 4  # the first included


def asked_wait(error):
    """How many seconds the server asks to wait before the call is made again; None if it does not ask."""
    status = rpc_status.from_call(error)
    for detail in status.details if status else ():
        info = error_details_pb2.RetryInfo()
        if detail.Unpack(info):
            return info.retry_delay.seconds + info.retry_delay.nanos / 1e9
    return None


def call(attempt, deadline_seconds):
    """Makes attempt(timeout), and again on RESOURCE_EXHAUSTED with a RetryInfo, after the wait that it names.

    All calls of the service only read, so calling twice is harmless. The deadline covers all attempts, and no wait
    begins that would not end before it. gRPC itself repeats after UNAVAILABLE: see connection.py.
    """
    end = time.monotonic() + deadline_seconds
    for attempts in range(1, MAX_ATTEMPTS + 1):
        try:
            return attempt(end - time.monotonic())
        except grpc.RpcError as error:
            wait = asked_wait(error)
            again = error.code() == grpc.StatusCode.RESOURCE_EXHAUSTED and attempts < MAX_ATTEMPTS
            if not again or wait is None or time.monotonic() + wait >= end:
                raise
            time.sleep(wait)
