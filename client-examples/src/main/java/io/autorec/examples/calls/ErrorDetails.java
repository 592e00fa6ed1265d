package io.autorec.examples.calls;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Optional;

/** The google.rpc messages that a failed call carries beside its status code. */
public final class ErrorDetails {

  private ErrorDetails() {}

  /** Returns the first detail of a type; empty if there is none, or if it cannot be read. */
  public static <T extends Message> Optional<T> find(
      StatusRuntimeException failure, Class<T> type) {
    Status status = StatusProto.fromThrowable(failure);
    if (status == null) {
      return Optional.empty();
    }
    for (Any detail : status.getDetailsList()) {
      if (detail.is(type)) {
        try {
          return Optional.of(detail.unpack(type));
        } catch (InvalidProtocolBufferException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
