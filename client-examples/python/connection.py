"""Opens a channel as variables say: in the clear, or over TLS where AUTOREC_CA is set.

    AUTOREC_CA        certificates that the server's must be signed by, in PEM
    AUTOREC_CERT      this client's certificate, for a server that wants one; with
    AUTOREC_KEY       its private key
    AUTOREC_TOKEN     the token that the server knows this client by; over TLS only
"""

import json
import os

import grpc

SERVICE = "autorec.v1.AutoRecService"
DEADLINE_SECONDS = 5

# gRPC repeats single calls that end with UNAVAILABLE, after growing waits, until their deadline. RecommendStream is
# left out: it goes on from the first unanswered user, which only its caller can do. Reflection has a deadline here
# since its library sets none.
POLICY = {
    "methodConfig": [
        {
            "name": [{"service": SERVICE}],
            "retryPolicy": {
                "maxAttempts": 4,
                "initialBackoff": "0.2s",
                "maxBackoff": "2s",
                "backoffMultiplier": 2,
                "retryableStatusCodes": ["UNAVAILABLE"],
            },
        },
        {"name": [{"service": SERVICE, "method": "RecommendStream"}]},
        {
            "name": [{"service": "grpc.reflection.v1alpha.ServerReflection"}],
            "timeout": f"{DEADLINE_SECONDS}s",
        },
    ]
}


def open_channel(target, options=()):
    """A program opens one and keeps it: it carries many calls at once, and reconnects by itself."""
    options = [("grpc.service_config", json.dumps(POLICY)), *options]
    authorities = _read("AUTOREC_CA")
    if authorities is None:
        return grpc.insecure_channel(target, options)
    credentials = grpc.ssl_channel_credentials(authorities, _read("AUTOREC_KEY"), _read("AUTOREC_CERT"))
    token = os.environ.get("AUTOREC_TOKEN")
    if token:
        credentials = grpc.composite_channel_credentials(
            credentials, grpc.access_token_call_credentials(token)
        )
    return grpc.secure_channel(target, credentials, options)


def _read(variable):
    name = os.environ.get(variable)
    if not name:
        return None
    with open(name, "rb") as file:
        return file.read()
