package io.autorec.server.gate;

import io.autorec.server.access.Access;
import io.autorec.server.access.CallRates;
import io.autorec.server.answer.Serving;
import io.grpc.BindableService;
import io.grpc.ServerBuilder;
import io.grpc.ServerInterceptor;
import java.util.List;
import java.util.Optional;

/** The gates of a server, in the order in which a call passes them. */
public final class Gates {
  private final UnreadAnswers unread;
  private final List<ServerInterceptor> inCallOrder;

  /**
   * @param access who may call
   * @param rates how often each caller may call, if that is limited
   * @param serving the state of the server
   * @param overload how many calls may be in flight
   * @param maxVectors the most vectors in a Predict, which bounds the size of a request
   * @param mostUnreadBytes the memory for answers that clients have not read
   */
  public Gates(
      Access access,
      Optional<CallRates> rates,
      Serving serving,
      OverloadGate overload,
      int maxVectors,
      long mostUnreadBytes) {
    unread = new UnreadAnswers(mostUnreadBytes);
    inCallOrder =
        List.of(
            // Next to the transport. It adds the id to the end of each call, also if a gate below
            // refuses the call, and counts answers as they are sent.
            new GatedCall.Gate(unread),
            // Before any gate whose refusal tells something of the server, or costs more.
            new AccessGate(access, rates),
            // Before the overload gate, which says to retry here: another server has to answer.
            // Before the endpoint: a stream that it opens is known to the drain.
            new ServingGate(serving),
            // Before requests are parsed, so that a refusal costs as little as it can.
            overload,
            // Next to the endpoint, since it catches what the parser throws.
            new StrictMessages(new MessageLimits(serving, maxVectors)));
  }

  /** The gates in the order in which a call passes them. */
  public List<ServerInterceptor> inCallOrder() {
    return inCallOrder;
  }

  /** Bytes of answers that wait for clients to read them. */
  public long unreadBytes() {
    return unread.bytes();
  }

  /** Puts the gates before the services of a server. */
  public void addTo(ServerBuilder<?> server) {
    server.addTransportFilter(unread);
    // gRPC calls first the interceptor that was added last.
    for (int i = inCallOrder.size() - 1; i >= 0; i--) {
      server.intercept(inCallOrder.get(i));
    }
  }

  /** A service whose requests are parsed after the gates, as {@link StrictMessages} needs it. */
  public static BindableService behind(BindableService service) {
    return () -> StrictMessages.unparsed(service.bindService());
  }
}
