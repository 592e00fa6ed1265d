package io.autorec.server.gate;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.KnownLength;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Ends calls with INVALID_ARGUMENT if the request is not a message of its type, is missing, or
 * exceeds {@link MessageLimits}. Without this class, gRPC answers UNKNOWN and logs a stack trace
 * for the first, answers INTERNAL for the second, and parses the third.
 */
record StrictMessages(MessageLimits limits) implements ServerInterceptor {
  /**
   * A service that parses its requests after the interceptors of the server, so that these see
   * errors of the parser.
   */
  static ServerServiceDefinition unparsed(ServerServiceDefinition service) {
    return ServerInterceptors.useMarshalledMessages(service, new Unparsed());
  }

  private static final class Unparsed implements MethodDescriptor.Marshaller<InputStream> {
    @Override
    public InputStream stream(InputStream value) {
      return value;
    }

    @Override
    public InputStream parse(InputStream stream) {
      return stream;
    }
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    return new Strict<>(GatedCall.of(call), next.startCall(call, headers), limits);
  }

  private static final class Strict<Q> extends SimpleForwardingServerCallListener<Q> {
    private static final String NO_MESSAGE = "the request is no message of ";

    private final GatedCall<Q, ?> call;
    private final MessageLimits limits;
    private boolean requested;

    Strict(GatedCall<Q, ?> call, ServerCall.Listener<Q> next, MessageLimits limits) {
      super(next);
      this.call = call;
      this.limits = limits;
    }

    @Override
    public void onMessage(Q message) {
      requested = true;
      try {
        Q known = message instanceof KnownLength ? message : unpacked(message);
        int bytes = GatedCall.size(known);
        if (bytes > MessageLimits.ALWAYS_BYTES && bytes > mostBytes()) {
          refuse("larger than the " + mostBytes() + " bytes that can be right: ");
          return;
        }
        super.onMessage(known);
      } catch (IOException e) {
        refuse(NO_MESSAGE);
      } catch (StatusRuntimeException e) {
        if (e.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED) {
          // Larger than a message may be, once it is unpacked.
          call.close(e.getStatus(), new Metadata());
        } else {
          refuse(NO_MESSAGE);
        }
      }
    }

    private long mostBytes() {
      return limits.mostBytes(call.getMethodDescriptor());
    }

    /**
     * Unpacks a compressed request, whose size is not known before. Of one that is too large it
     * keeps a byte too much, and reads the rest, since gRPC may refuse it for its size.
     */
    @SuppressWarnings("unchecked") // Requests are not yet parsed: Q is InputStream.
    private Q unpacked(Q message) throws IOException {
      if (!(message instanceof InputStream stream)) {
        return message;
      }
      byte[] start = stream.readNBytes((int) Math.min(mostBytes(), Integer.MAX_VALUE - 1) + 1);
      stream.transferTo(OutputStream.nullOutputStream());
      return (Q) new ByteArrayInputStream(start);
    }

    @Override
    public void onHalfClose() {
      if (!requested && call.getMethodDescriptor().getType().clientSendsOneMessage()) {
        refuse("there is no request in the call of ");
      }
      if (!call.closed()) {
        super.onHalfClose();
      }
    }

    private void refuse(String why) {
      call.close(
          Status.INVALID_ARGUMENT.withDescription(
              why + call.getMethodDescriptor().getFullMethodName()),
          new Metadata());
    }
  }
}
