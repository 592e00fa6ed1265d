import unittest

import grpc
from google.rpc import error_details_pb2, status_pb2

import retry


class Failure(grpc.RpcError):
    def __init__(self, code, wait_seconds=None):
        self._code = code
        self._status = status_pb2.Status(code=code.value[0], message="failed")
        if wait_seconds is not None:
            info = error_details_pb2.RetryInfo()
            info.retry_delay.seconds = wait_seconds
            self._status.details.add().Pack(info)

    def code(self):
        return self._code

    def details(self):
        return "failed"

    def trailing_metadata(self):
        return (("grpc-status-details-bin", self._status.SerializeToString()),)


def attempts(failure, failures):
    made = 0

    def attempt(timeout):
        nonlocal made
        made += 1
        if made <= failures:
            raise failure
        return "answer"

    try:
        return retry.call(attempt, deadline_seconds=60), made
    except grpc.RpcError:
        return "failure", made


class RetryTest(unittest.TestCase):
    def test_calls_again_as_often_as_asked_four_times_at_most(self):
        failure = Failure(grpc.StatusCode.RESOURCE_EXHAUSTED, wait_seconds=0)
        self.assertEqual(attempts(failure, 2), ("answer", 3))
        self.assertEqual(attempts(failure, 9), ("failure", 4))

    def test_does_not_wait_beyond_the_deadline(self):
        failure = Failure(grpc.StatusCode.RESOURCE_EXHAUSTED, wait_seconds=3600)
        self.assertEqual(attempts(failure, 9), ("failure", 1))

    def test_does_not_call_again_unless_asked(self):
        self.assertEqual(attempts(Failure(grpc.StatusCode.RESOURCE_EXHAUSTED), 9), ("failure", 1))
        self.assertEqual(attempts(Failure(grpc.StatusCode.NOT_FOUND, wait_seconds=0), 9), ("failure", 1))


if __name__ == "__main__":
    unittest.main()
