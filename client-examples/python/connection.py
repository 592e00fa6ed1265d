"""Opens a channel as variables say: in the clear, or over TLS where AUTOREC_CA is set.

    AUTOREC_CA        certificates that the server's must be signed by, in PEM
    AUTOREC_CERT      this client's certificate, for a server that wants one; with
    AUTOREC_KEY       its private key
    AUTOREC_TOKEN     the token that the server knows this client by; over TLS only
"""

import os

import grpc


def open_channel(target, options=None):
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
