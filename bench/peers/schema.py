"""The messages of proto/, generated with grpcio-tools into a temporary folder whenever a program starts."""

import functools
import importlib
import pathlib
import sys
import tempfile

SOURCES = pathlib.Path(__file__).resolve().parents[2] / "proto/src/main/protobuf"


def protoc(*flags):
    import google.api
    import grpc_tools
    from grpc_tools import protoc as compiler

    files = sorted(str(path) for path in SOURCES.rglob("*.proto"))
    well_known = pathlib.Path(grpc_tools.__file__).parent / "_proto"
    annotations = pathlib.Path(google.api.__path__[0]).parents[1]
    if compiler.main(["protoc", f"-I{SOURCES}", f"-I{well_known}", f"-I{annotations}", *flags, *files]) != 0:
        raise RuntimeError(f"protoc failed on {SOURCES}")


@functools.cache
def modules():
    """The modules for ratings.pb, the service's messages and the service. Their folder is gone once they are loaded."""
    with tempfile.TemporaryDirectory(prefix="autorec-schema-") as folder:
        protoc(f"--python_out={folder}", f"--grpc_python_out={folder}")
        sys.path.insert(0, folder)
        try:
            names = ("ratings_pb2", "service_pb2", "service_pb2_grpc")
            return [importlib.import_module(f"autorec.v1.{name}") for name in names]
        finally:
            sys.path.remove(folder)


def write_descriptors(file):
    """The schema as ghz's --protoset takes it."""
    protoc("--include_imports", f"--descriptor_set_out={file}")
