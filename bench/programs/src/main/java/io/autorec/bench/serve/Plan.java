package io.autorec.bench.serve;

import ai.onnxruntime.OrtException;
import io.autorec.bench.load.BenchException;
import io.autorec.bench.load.Child;
import io.autorec.bench.load.Client;
import io.autorec.bench.load.Kind;
import io.autorec.bench.load.ModelVersion;
import io.autorec.bench.load.RatedRow;
import io.autorec.bench.load.Timed;
import io.autorec.bench.load.Workload;
import io.autorec.model.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The measurements of {@code serve}, in order.
 *
 * @param calls numbers of calls in flight
 * @param streams numbers of streams
 * @param warmUp what comes before each measurement
 * @param length of each measurement
 */
record Plan(
    Workload<?, ?> workload,
    List<Integer> calls,
    List<Integer> streams,
    Duration warmUp,
    Duration length,
    Table table) {
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
      throws BenchException, InterruptedException {
    try (Client<?, ?> client = new Client<>(target, workload)) {
      byte[] unused = client.typicalAnswer(1);
      table.head();
      Course course = course("server", client, Optional.ofNullable(process));
      course.heat();
      Timed unusedHalf = rates(course, course.full(calls, streams));
    }
  }

  /**
   * Measures the network alone, the transport alone, then the server.
   *
   * @param program the program that measures
   * @param command starts the server
   * @param folder for files of the children
   * @return the server beside its parts
   */
  String measureAll(
      CommandSpec program,
      Kind kind,
      ModelVersion model,
      List<RatedRow> rows,
      List<String> command,
      Path folder)
      throws BenchException, ModelFormatException, OrtException, IOException, InterruptedException {
    table.head();
    Parts parts = parts(kind, model, rows);
    try (Child server = Child.start("autorec-server", command, folder);
        Client<?, ?> client = new Client<>("localhost:" + server.port(folder), workload)) {
      Path answer = Child.scratch(folder, "answer");
      Files.write(answer, client.typicalAnswer(SAMPLES));
      // Server and echo idle while the other is measured.
      try (Child echo = Child.start("echo", EchoServer.command(program, kind, answer), folder);
          Client<?, ?> echoClient = new Client<>("localhost:" + echo.port(folder), workload)) {
        Course transport = course("echo", echoClient, Optional.of(echo.handle()));
        Course course = course("server", client, Optional.of(server.handle()));
        transport.heat();
        Verdict.Full echoed = transport.full(calls, streams);
        course.heat();
        Verdict.Full served = course.full(calls, streams);
        Timed half = rates(course, served);
        return new Verdict(parts, echoed, served, half, transport.open(served.best(), HALF)).text();
      }
    }
  }

  private Parts parts(Kind kind, ModelVersion model, List<RatedRow> rows)
      throws ModelFormatException, OrtException, IOException, InterruptedException {
    if (kind == Kind.RECOMMEND_CHOICE) {
      Timed sums = RowsAlone.rank(model.rankingHead(), rows).measure(warmUp, length);
      allCores(Parts.HEAD, sums);
      return Parts.ofHead(sums);
    }
    List<Timed> runs = new ArrayList<>();
    try (GraphAlone graph = GraphAlone.open(model.folder(), Feed.of(kind, model, rows))) {
      for (int batch : BATCHES) {
        Timed timed = graph.measure(batch, warmUp, length);
        String load = "batch " + batch;
        double rate = timed.rate() * batch;
        table.line(
            Parts.NETWORK, load, Measurement.of(rate, timed.tally(), OptionalDouble.empty()));
        runs.add(timed);
      }
    }
    if (kind != Kind.RECOMMEND_RATINGS || !model.fits()) {
      return Parts.of(BATCHES, runs, null);
    }
    Timed fits = RowsAlone.fit(model.foldIn(), rows).measure(warmUp, length);
    allCores("fit", fits);
    return Parts.of(BATCHES, runs, fits);
  }

  private void allCores(String what, Timed timed) {
    table.line(
        what, "all cores", Measurement.of(timed.rate(), timed.tally(), OptionalDouble.empty()));
  }

  /** Measures rates below the best that was found; returns what half of it gave. */
  private static Timed rates(Course course, Verdict.Full full) throws InterruptedException {
    Timed half = course.open(full.best(), HALF);
    Timed unused = course.open(full.best(), MOST);
    return half;
  }

  private Course course(String what, Client<?, ?> client, Optional<ProcessHandle> process) {
    return new Course(what, client, process, warmUp, length, table);
  }
}
