package io.autorec.examples;

import io.autorec.examples.calls.RecommendAll;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.AutoRecServiceGrpc.AutoRecServiceBlockingStub;
import io.autorec.v1.GetModelRequest;
import io.autorec.v1.GetModelResponse;
import io.autorec.v1.RecommendStreamResponse;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes the best items of many users as CSV. */
@Command(
    name = "recommend-all",
    description =
        "The best items for every user, or for those of a file, as CSV through one stream of calls.",
    footer = {
      "",
      "Columns: "
          + AnswersCsv.HEADER
          + ". A user who cannot be answered has one line with the"
          + " error in the last column, and the others go on.",
      "",
      "All answers come from the version that the model has at the start. A broken connection is"
          + " opened again, from the first unanswered user on. Ctrl-C ends after a whole user."
          + " Standard error says how far it has come.",
      "",
      "Exit status: 0 every user was answered, 1 some user or the call failed, 2 wrong command line"
          + " or file, 130 Ctrl-C.",
      "",
      "  autorec-client recommend-all --top 20 --out all.csv",
      "  autorec-client recommend-all --users some.txt | gzip > some.csv.gz"
    })
final class RecommendAllCommand implements Callable<Integer> {

  private static final int FAILED = 1;
  private static final int STOPPED = 130;

  private final ClientMain.Outside outside;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private CallOptions options = new CallOptions();

  @Option(
      names = "--users",
      paramLabel = "FILE",
      description = "User ids, one a line (default: all users of the model).")
  private @Nullable Path usersFile;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "How many items for each (default: ${DEFAULT-VALUE}).",
      defaultValue = "10")
  private int top;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write; replaces the file (default: standard output).")
  private @Nullable Path outFile;

  @Option(
      names = "--wait-ms",
      paramLabel = "MS",
      description =
          "How long to wait for an answer, retries and a server that restarts included"
              + " (default: ${DEFAULT-VALUE}).",
      defaultValue = "60000")
  private long waitMillis;

  RecommendAllCommand(ClientMain.Outside outside) {
    this.outside = outside;
  }

  @Override
  public Integer call() throws Exception {
    if (top < 1) {
      throw mistake("--top: " + top + " (expected: >= 1)");
    }
    if (waitMillis < 1) {
      throw mistake("--wait-ms: " + waitMillis + " (expected: >= 1)");
    }
    List<String> users = usersFile == null ? List.of() : read(usersFile);
    // Every call made in this context is cancelled with it.
    CancellableContext calls = Context.current().withCancellation();
    Interrupts.Work work = outside.interrupts().begin(() -> calls.cancel(null));
    try {
      return calls.call(() -> ask(users, calls));
    } finally {
      work.end();
    }
  }

  private int ask(List<String> asked, CancellableContext calls) throws IOException {
    Metadata headers = options.headers();
    try (Connection connection = new Connection(outside.channels().apply(options), headers)) {
      try {
        GetModelResponse model = model(connection);
        List<String> users = usersFile == null ? model.getUsers().getIdsList() : asked;
        RecommendAll all =
            new RecommendAll(
                connection.channel(),
                outside.retry(),
                Duration.ofMillis(waitMillis),
                model.getModel().getModel(),
                top);
        return write(all, users, calls);
      } catch (StatusRuntimeException failure) {
        if (!calls.isCancelled()) {
          throw failure;
        }
        command().getErr().println("stopped");
        return STOPPED;
      } finally {
        // The channel would wait for a stream that is no longer read.
        calls.cancel(null);
      }
    }
  }

  private GetModelResponse model(Connection connection) {
    Deadline deadline = Deadline.after(waitMillis, TimeUnit.MILLISECONDS);
    AutoRecServiceBlockingStub stub =
        AutoRecServiceGrpc.newBlockingStub(connection.channel()).withDeadline(deadline);
    GetModelRequest request =
        GetModelRequest.newBuilder()
            .setModel(options.model())
            .setIncludeVocabulary(usersFile == null)
            .build();
    return outside.retry().call(deadline, () -> stub.getModel(request));
  }

  private int write(RecommendAll all, List<String> users, CancellableContext calls) {
    PrintWriter err = command().getErr();
    StreamProgress progress = new StreamProgress(users.size(), outside.nanoTime(), err);
    int exit;
    try (AnswersCsv csv = new AnswersCsv(open())) {
      all.run(users, new CsvSink(csv, progress, err));
      exit = progress.errors() == 0 ? 0 : FAILED;
    } catch (StatusRuntimeException failure) {
      if (calls.isCancelled()) {
        err.println("stopped");
        exit = STOPPED;
      } else {
        FailureMessage.of(failure).forEach(err::println);
        exit = FAILED;
      }
    } catch (IOException e) {
      String name = outFile == null ? "standard output" : outFile.toString();
      err.println("error: cannot write " + name + ": " + UserFile.reason(e));
      exit = FAILED;
    }
    err.println(progress.soFar());
    return exit;
  }

  private Writer open() {
    if (outFile == null) {
      return command().getOut();
    }
    try {
      return Files.newBufferedWriter(outFile);
    } catch (IOException e) {
      throw mistake("cannot write " + outFile + ": " + UserFile.reason(e));
    }
  }

  private List<String> read(Path file) {
    try {
      return UserFile.read(file);
    } catch (IOException e) {
      throw mistake(Objects.requireNonNullElse(e.getMessage(), "cannot read " + file));
    }
  }

  private ParameterException mistake(String message) {
    return new ParameterException(command(), message);
  }

  private CommandLine command() {
    return Objects.requireNonNull(spec).commandLine();
  }

  /** Writes answers as CSV, and counts them. */
  private record CsvSink(AnswersCsv csv, StreamProgress progress, PrintWriter err)
      implements RecommendAll.Sink {

    @Override
    public void add(String user, RecommendStreamResponse answer) throws IOException {
      if (answer.hasResponse()) {
        csv.add(user, answer.getResponse().getRecommendationsList());
      } else {
        csv.addError(user, StreamErrors.ofUser(answer.getError()));
      }
      progress.add(!answer.hasResponse());
    }

    @Override
    public void flush() throws IOException {
      csv.flush();
    }

    @Override
    public void interrupted(StatusRuntimeException failure) {
      FailureMessage.of(failure).forEach(err::println);
      err.println("going on after " + progress.soFar());
    }
  }
}
