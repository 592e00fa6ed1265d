package io.autorec.bench.load;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.MessageLite;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends a workload's requests over a few connections. Safe for use by several threads.
 *
 * <p>Answers are read on the connections' own threads: no thread of the load generator changes
 * hands for a call.
 */
public final class Client<Q extends MessageLite, A extends MessageLite>
    implements Calls, AutoCloseable {
  private static final int CONNECTIONS = 4;
  private static final long DEADLINE_SECONDS = 10;
  private static final int MAX_ANSWER_BYTES = 64 << 20;

  /** A name or an address, an IPv6 one in brackets, and a port. */
  private static final Pattern TARGET = Pattern.compile("([\\w.-]+|\\[[\\w.:%]+]):(\\d{1,5})");

  private static final int MOST_PORT = 65_535;

  private final Workload<Q, A> workload;
  private final List<ManagedChannel> channels = new ArrayList<>();

  /**
   * Opens connections to HOST:PORT, in plain text.
   *
   * @throws BenchException if it is none
   */
  public Client(String target, Workload<Q, A> workload) throws BenchException {
    Matcher parts = TARGET.matcher(target);
    if (!parts.matches() || Integer.parseInt(parts.group(2)) > MOST_PORT) {
      throw new BenchException("'" + target + "': no address (expected: HOST:PORT)");
    }
    this.workload = workload;
    for (int i = 0; i < CONNECTIONS; i++) {
      channels.add(
          Grpc.newChannelBuilder(target, InsecureChannelCredentials.create())
              .directExecutor()
              // What it keeps of each call for another try costs time, and nothing here asks for
              // one.
              .disableRetry()
              .maxInboundMessageSize(MAX_ANSWER_BYTES)
              .build());
    }
  }

  @Override
  public void send(long slot, long number, Ending ending) {
    ManagedChannel channel = channels.get((int) (slot % CONNECTIONS));
    ClientCall<Q, A> call = channel.newCall(workload.methods().unary(), options());
    call.start(new Answer(ending), new Metadata());
    // Two: gRPC's stubs do so to see an answer too many.
    call.request(2);
    call.sendMessage(workload.request(number));
    call.halfClose();
  }

  /** Keeps streams full for a while. */
  public Timed streams(int number, Duration length) throws InterruptedException {
    return StreamLoop.run(channels, workload, workload.methods(), number, length, Clock.SYSTEM);
  }

  /**
   * Asks the first requests, one after the other, and returns the answer of median size.
   *
   * @throws io.grpc.StatusRuntimeException if one is refused
   */
  public byte[] typicalAnswer(int requests) {
    List<byte[]> answers = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      MethodDescriptor<Q, A> method = workload.methods().unary();
      A answer =
          ClientCalls.blockingUnaryCall(channels.get(0), method, options(), workload.request(i));
      answers.add(answer.toByteArray());
    }
    answers.sort(Comparator.comparingInt(answer -> answer.length));
    return answers.get(requests / 2);
  }

  /**
   * Asks each request once; the answers in their order.
   *
   * @param inFlight most calls at a time
   * @throws BenchException if one fails
   */
  public List<A> answers(int inFlight) throws BenchException, InterruptedException {
    List<ListenableFuture<A>> calls = new ArrayList<>();
    List<A> answers = new ArrayList<>();
    while (answers.size() < workload.requests().size()) {
      int next = calls.size();
      if (next < workload.requests().size() && next - answers.size() < inFlight) {
        ManagedChannel channel = channels.get(next % CONNECTIONS);
        calls.add(
            ClientCalls.futureUnaryCall(
                channel.newCall(workload.methods().unary(), options()), workload.request(next)));
      } else {
        answers.add(answer(calls.get(answers.size())));
      }
    }
    return answers;
  }

  private A answer(ListenableFuture<A> call) throws BenchException, InterruptedException {
    try {
      return call.get();
    } catch (ExecutionException e) {
      Status status = Status.fromThrowable(e);
      String what = status.getDescription() == null ? "" : ": " + status.getDescription();
      throw new BenchException(
          channels.get(0).authority() + ": a call failed: " + status.getCode() + what);
    }
  }

  private static CallOptions options() {
    return CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
  }

  /** Makes no exception of a status: thousands of refusals a second are to be counted. */
  private final class Answer extends ClientCall.Listener<A> {
    private final Ending ending;
    private boolean whole;

    Answer(Ending ending) {
      this.ending = ending;
    }

    @Override
    public void onMessage(A answer) {
      whole = workload.whole().test(answer);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      if (status.isOk()) {
        ending.ended(whole ? null : Workload.NOT_WHOLE);
        return;
      }
      Throwable cause = status.getCause();
      ending.ended(
          status.getCode()
              + ": "
              + status.getDescription()
              + (cause == null ? "" : " (" + cause.getMessage() + ")"));
    }
  }
}
