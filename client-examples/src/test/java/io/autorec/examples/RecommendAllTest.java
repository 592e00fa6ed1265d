package io.autorec.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.examples.calls.RecommendStream;
import io.autorec.examples.calls.Retry;
import io.autorec.v1.RecommendRequest;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecommendAllTest {

  private static final String HEADER = "user,rank,item,title,score,predicted_rating,error\n";

  private final FakeServer service = new FakeServer();
  private final String name = InProcessServerBuilder.generateName();
  private final Server server =
      InProcessServerBuilder.forName(name).directExecutor().addService(service).build();
  private final List<Duration> waits = new ArrayList<>();
  private final List<ManagedChannel> opened = new ArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Runnable stop = () -> {};
  private long secondsPerLook;
  private long seconds;
  private int sent;
  private int sentUnasked;

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
    assertTrue(opened.stream().allMatch(ManagedChannel::isTerminated), "a channel was left open");
  }

  @Test
  void recommendAll_writesEveryUserInOrder_whenNoFileIsNamed() {
    assertEquals(0, run("--top", "2"), err.toString());

    assertEquals(
        HEADER
            + """
            u1,1,10,Heat,0.5000,4.5000,
            u1,2,20,Ran,0.2500,3.5000,
            u2,1,10,Heat,0.5000,4.5000,
            u2,2,20,Ran,0.2500,3.5000,
            u3,1,10,Heat,0.5000,4.5000,
            u3,2,20,Ran,0.2500,3.5000,
            """,
        out.toString());
    assertEquals("3 of 3 users, 0 errors, 0.0 s (0 users/s)\n", err.toString());
    assertTrue(
        streamed().stream().allMatch(request -> request.getModel().equals(FakeServer.MODEL)));
  }

  @Test
  void recommendAll_putsErrorsInTheirPlace_forUnknownUsers() throws IOException {
    Path users = Files.writeString(folder.resolve("users"), "\uFEFFu2\r\n\nno,body\nu1\n");

    assertEquals(1, run("--users", users.toString(), "--top", "1"));

    assertEquals(
        HEADER
            + """
            u2,1,10,Heat,0.5000,4.5000,
            "no,body",,,,,,"NOT_FOUND: user ""no,body"" is unknown"
            u1,1,10,Heat,0.5000,4.5000,
            """,
        out.toString());
    assertEquals("3 of 3 users, 1 errors, 0.0 s (0 users/s)\n", err.toString());
  }

  @Test
  void recommendAll_ends_whenTheErrorIsEveryUsers() {
    assertEquals(1, run("--top", "1001"));

    assertEquals(HEADER, out.toString());
    assertEquals(
        "error: INVALID_ARGUMENT: malformed; top_n: too many",
        err.toString().lines().findFirst().orElseThrow());
  }

  @Test
  void recommendAll_goesOnFromTheFirstUnanswered_whenTheStreamBreaks() {
    breakAfter(2);
    breakAfter(0);

    assertEquals(0, run("--top", "1"), err.toString());

    assertEquals(
        HEADER
            + "u1,1,10,Heat,0.5000,4.5000,\nu2,1,10,Heat,0.5000,4.5000,\nu3,1,10,Heat,0.5000,4.5000,\n",
        out.toString());
    assertEquals(
        List.of("u1", "u2", "u3", "u3", "u3"),
        streamed().stream().map(RecommendRequest::getUserId).toList());
    assertEquals(List.of(Duration.ofMillis(100), Duration.ofMillis(200)), waits);
  }

  @Test
  void recommendAll_givesUp_afterFourStreamsWithoutAnAnswer() {
    for (int i = 0; i < 10; i++) {
      breakAfter(0);
    }

    assertEquals(1, run());

    assertEquals(Retry.MAX_ATTEMPTS, streamed().size());
    assertEquals(HEADER, out.toString());
  }

  @Test
  void recommendAll_doesNotGiveUp_whileEachStreamBringsAnAnswer() {
    addUsers(10);
    for (int i = 0; i < 9; i++) {
      breakAfter(1);
    }

    assertEquals(0, run(), err.toString());

    assertEquals(1 + 13 * 3, out.toString().lines().count());
  }

  @Test
  void recommendAll_goesOn_whenTheServerTakesLongToLoadItsModels() {
    breakAfter(1);
    service.onStreamRequest =
        request -> {
          for (int i = 0; i < 6; i++) {
            service.failures.add(Status.UNAVAILABLE.asRuntimeException());
          }
          service.onStreamRequest = next -> {};
        };

    assertEquals(0, run("--top", "1"), err.toString());

    assertEquals(1 + 3, out.toString().lines().count());
    assertEquals(
        List.of(100L, 100L, 200L, 400L, 800L, 1600L, 1600L),
        waits.stream().map(Duration::toMillis).toList());
  }

  @Test
  void recommendAll_ends_whenTheServerComesBackWithoutTheModel() {
    breakAfter(1);
    service.onStreamRequest =
        request -> {
          if (request.getUserId().equals("u2")) {
            service.failures.add(Status.NOT_FOUND.asRuntimeException());
          }
        };

    assertEquals(1, run("--top", "1"));

    assertEquals(HEADER + "u1,1,10,Heat,0.5000,4.5000,\n", out.toString());
    assertTrue(err.toString().contains("error: NOT_FOUND\n"), err.toString());
  }

  @Test
  void recommendAll_sendsOnlyWhatTheServerAsksFor() {
    addUsers(500);

    assertEquals(0, run("--top", "1"), err.toString());

    assertEquals(503, streamed().size());
    assertEquals(0, sentUnasked);
  }

  @Test
  void recommendAll_letsTheServerWait_whileItsReaderIsSlow() {
    addUsers(500);
    List<Integer> ahead = new ArrayList<>();
    StringWriter slow =
        new StringWriter() {
          @Override
          public void write(String text, int from, int length) {
            ahead.add(streamed().size() - ahead.size());
            super.write(text, from, length);
          }
        };

    assertEquals(0, run(slow, "--top", "1"), err.toString());

    assertEquals(1 + 503, slow.toString().lines().count());
    assertTrue(
        ahead.stream().allMatch(requests -> requests <= RecommendStream.WINDOW + 1),
        ahead.toString());
  }

  @Test
  void recommendAll_endsAfterAWholeUser_onInterrupt() {
    addUsers(500);
    service.onStreamRequest =
        request -> {
          if (request.getUserId().equals("more-300")) {
            stop.run();
          }
        };

    assertEquals(130, run("--top", "3"));

    List<String> lines = out.toString().lines().toList();
    assertEquals(0, (lines.size() - 1) % 3);
    assertTrue(lines.size() > 3 * 100 && lines.size() < 3 * 400, "lines: " + lines.size());
    assertTrue(out.toString().endsWith(",3,30,Alien,0.0000,2.5000,\n"));
    assertTrue(err.toString().startsWith("stopped\n"), err.toString());
  }

  @Test
  void recommendAll_saysHowFarItIs_onLongWork() {
    addUsers(7);
    secondsPerLook = 1;

    run();

    assertEquals(
        """
        5 of 10 users, 0 errors, 6.0 s (1 users/s)
        9 of 10 users, 0 errors, 11.0 s (1 users/s)
        10 of 10 users, 0 errors, 13.0 s (1 users/s)
        """,
        err.toString());
  }

  @Test
  void recommendAll_exitsTwoWithOneLine_whenAFileCannotBeUsed() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty"), "\n \n");
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    Path missing = folder.resolve("missing");

    assertEquals(2, run("--users", missing.toString()));
    assertEquals(2, run("--users", empty.toString()));
    assertEquals(2, run("--users", binary.toString()));
    assertEquals(2, run("--out", missing.resolve("x.csv").toString()));
    assertEquals(2, run("--out", folder.toString()));
    assertEquals(2, run("--top", "0"));

    assertEquals(
        List.of(
            "error: cannot read " + missing + ": there is no such file or folder",
            "error: no user ids in " + empty,
            "error: cannot read " + binary + ": it is not UTF-8 text",
            "error: cannot write " + missing.resolve("x.csv") + ": there is no such file or folder",
            "error: cannot write " + folder + ": Is a directory",
            "error: --top: 0 (expected: >= 1)"),
        err.toString().lines().toList());
  }

  @Test
  void recommendAll_keepsAnEarlierFile_whenTheServerCannotBeAsked() throws IOException {
    Path file = Files.writeString(folder.resolve("all.csv"), "earlier");
    service.failures.add(Status.NOT_FOUND.asRuntimeException());

    assertEquals(1, run("--out", file.toString()));
    assertEquals("earlier", Files.readString(file));

    assertEquals(0, run("--out", file.toString(), "--top", "1"), err.toString());
    assertTrue(Files.readString(file).startsWith(HEADER + "u1,1,"));
    assertEquals("", out.toString());
    assertFalse(err.toString().contains("cannot write"), err.toString());
  }

  private void addUsers(int number) {
    IntStream.range(0, number).forEach(i -> service.users.add("more-" + i));
  }

  private void breakAfter(int answers) {
    service.streamFailures.add(
        new FakeServer.StreamFailure(answers, Status.UNAVAILABLE.asRuntimeException()));
  }

  private List<RecommendRequest> streamed() {
    return service.requests.stream()
        .filter(RecommendRequest.class::isInstance)
        .map(RecommendRequest.class::cast)
        .toList();
  }

  private int run(String... args) {
    return run(out, args);
  }

  private int run(StringWriter to, String... args) {
    List<String> all = new ArrayList<>(List.of("recommend-all"));
    all.addAll(List.of(args));
    return ClientMain.run(
        all.toArray(String[]::new),
        new ClientMain.Outside(this::open, new Retry(waits::add), this::begin, this::nanoTime),
        new PrintWriter(to),
        new PrintWriter(err));
  }

  private Interrupts.Work begin(Runnable whenStopped) {
    stop = whenStopped;
    return () -> {};
  }

  private long nanoTime() {
    return Duration.ofSeconds(seconds += secondsPerLook).toNanos();
  }

  private ManagedChannel open(io.autorec.examples.CallOptions options) {
    ManagedChannel channel =
        InProcessChannelBuilder.forName(name)
            .directExecutor()
            .intercept(new CountsUnasked())
            .build();
    opened.add(channel);
    return channel;
  }

  /** Counts the messages of streams that are sent before the server asks for them. */
  private final class CountsUnasked implements ClientInterceptor {
    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(
        MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
      boolean stream = method.getType() == MethodDescriptor.MethodType.BIDI_STREAMING;
      return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
        @Override
        public void sendMessage(Q message) {
          if (stream && ++sent > service.asked) {
            sentUnasked++;
          }
          super.sendMessage(message);
        }
      };
    }
  }
}
