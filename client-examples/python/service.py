"""The methods of the service. The schema comes from the server's reflection; no code is generated."""

from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import (
    ProtoReflectionDescriptorDatabase,
)

from connection import SERVICE


class Service:
    def __init__(self, channel):
        self._channel = channel
        pool = DescriptorPool(ProtoReflectionDescriptorDatabase(channel))
        self._methods = pool.FindServiceByName(SERVICE).methods_by_name

    def request(self, method, **fields):
        """A request of the method."""
        return GetMessageClass(self._methods[method].input_type)(**fields)

    def call(self, method, request, timeout):
        """The answer to one request."""
        return self._open(self._channel.unary_unary, method)(request, timeout=timeout)

    def stream(self, method, requests):
        """The answers to a stream of requests; a call that can be cancelled."""
        return self._open(self._channel.stream_stream, method)(requests)

    def _open(self, kind, method):
        found = self._methods[method]
        return kind(
            f"/{SERVICE}/{method}",
            request_serializer=GetMessageClass(found.input_type).SerializeToString,
            response_deserializer=GetMessageClass(found.output_type).FromString,
        )
