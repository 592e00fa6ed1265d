package io.autorec.bench.serve;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What is measured, in what order.
 *
 * @param calls numbers of calls in flight
 * @param warmUp what comes before each measurement
 * @param length of each measurement
 */
record Plan(
    Workload<?, ?> workload, List<Integer> calls, Duration warmUp, Duration length, Table table) {
  private static final List<Integer> BATCHES = List.of(1, 8, 16, 32, 64);
  private static final int SAMPLES = 25;
  private static final double HALF = 0.5;
  private static final double MOST = 0.8;

  /**
   * Measures a server that runs already.
   *
   * @param process its process, if it is on this machine and its processor time is wanted
   */
  void measureRunning(String target, @Nullable ProcessHandle process)
      throws IOException, InterruptedException {
    try (Client<?, ?> client = new Client<>(target, workload)) {
      byte[] unused = client.typicalAnswer(1);
      table.head();
      Course course = course("server", client, Optional.ofNullable(process));
      course.heat();
      Timed unusedHalf = rates(course, course.closed(calls));
    }
  }

  /**
   * Measures the network alone, the transport alone, then the server.
   *
   * @param command starts the server
   * @param folder for files of the children
   * @return the server beside its parts
   */
  String measureAll(
      Kind kind, ModelVersion model, List<Row> rows, List<String> command, Path folder)
      throws BenchException, OrtException, IOException, InterruptedException {
    table.head();
    List<Timed> batches = network(kind, model, rows);
    List<Double> rates = new ArrayList<>();
    for (int i = 0; i < BATCHES.size(); i++) {
      rates.add(batches.get(i).rate() * BATCHES.get(i));
    }
    double best = Collections.max(rates);
    try (Child server = Child.start("autorec-server", command, folder);
        Client<?, ?> client = new Client<>("localhost:" + server.port(folder), workload)) {
      Path answer = Child.scratch(folder, "answer");
      Files.write(answer, client.typicalAnswer(SAMPLES));
      // Server and echo idle while the other is measured.
      try (Child echo = Child.start("echo", EchoServer.command(kind, answer), folder);
          Client<?, ?> echoClient = new Client<>("localhost:" + echo.port(folder), workload)) {
        Course transport = course("echo", echoClient, Optional.of(echo.handle()));
        Course course = course("server", client, Optional.of(server.handle()));
        transport.heat();
        Map<Integer, Timed> echoed = transport.closed(calls);
        course.heat();
        Map<Integer, Timed> served = course.closed(calls);
        Timed half = rates(course, served);
        return new Verdict(
                best,
                BATCHES.get(rates.indexOf(best)),
                batches.get(0).tally().millis(50),
                echoed,
                served,
                half,
                transport.open(best(served), HALF))
            .text();
      }
    }
  }

  private List<Timed> network(Kind kind, ModelVersion model, List<Row> rows) throws OrtException {
    List<Timed> found = new ArrayList<>();
    try (GraphAlone graph = GraphAlone.open(kind, model, rows)) {
      for (int batch : BATCHES) {
        Timed timed = graph.measure(batch, warmUp, length);
        table.line(
            "network",
            "batch " + batch,
            timed.rate() * batch,
            timed.tally(),
            OptionalDouble.empty());
        found.add(timed);
      }
    }
    return found;
  }

  /** Measures rates below the best that was found; returns what half of it gave. */
  private static Timed rates(Course course, Map<Integer, Timed> closed)
      throws InterruptedException {
    Timed half = course.open(best(closed), HALF);
    Timed unused = course.open(best(closed), MOST);
    return half;
  }

  private static double best(Map<Integer, Timed> closed) {
    return closed.values().stream().mapToDouble(Timed::rate).max().orElse(0);
  }

  private Course course(String what, Client<?, ?> client, Optional<ProcessHandle> process) {
    return new Course(what, client, process, warmUp, length, table);
  }
}
