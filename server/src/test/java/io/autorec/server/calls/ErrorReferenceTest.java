package io.autorec.server.calls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Any;
import com.google.rpc.Status;
import io.autorec.model.Orientation;
import io.autorec.server.answer.Refusal;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Compares docs/reference/errors.md with the refusals of the server; with {@code
 * -Dautorec.reference=write} writes it.
 */
class ErrorReferenceTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "errors.md");
  private static final String COMMAND =
      "mvn test -pl proto,model,server -Dtest=ErrorReferenceTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dautorec.reference=write";

  private static final List<Refusal> ONE_OF_EACH =
      List.of(
          new Refusal.InvalidRequest("top_n", "0 (expected: 1 to 1000)"),
          new Refusal.NotFound("model \"films\": not loaded"),
          new Refusal.UnknownId(Orientation.USER, "7", "films"),
          new Refusal.FailedPrecondition("what the model cannot do, and what to do instead"),
          new Refusal.Overloaded(1),
          new Refusal.TooOften(1),
          new Refusal.UnreadAnswers(),
          new Refusal.Loading(),
          new Refusal.NoModelYet(),
          new Refusal.ShuttingDown(),
          new Refusal.Unauthenticated(),
          new Refusal.NotAllowed(),
          new Refusal.Expired(),
          new Refusal.Cancelled(),
          new Refusal.Failure(new IllegalStateException()));

  @Test
  void page_saysWhatTheServerSays() throws IOException {
    String page = page();
    if (Objects.equals(System.getProperty("autorec.reference"), "write")) {
      Files.writeString(PAGE, page, UTF_8);
    }

    assertEquals(page, Files.readString(PAGE, UTF_8), "to write the page: " + COMMAND);
  }

  @Test
  void page_hasEveryRefusal() {
    Set<Class<?>> shown = ONE_OF_EACH.stream().map(Object::getClass).collect(Collectors.toSet());

    assertEquals(records(Refusal.class).collect(Collectors.toSet()), shown);
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Arrays.stream(type.getPermittedSubclasses()).flatMap(ErrorReferenceTest::records);
  }

  private static String page() {
    StringBuilder page = new StringBuilder(HEAD);
    for (Refusal.Kind kind : Refusal.Kind.values()) {
      List<Refusal> refusals = ONE_OF_EACH.stream().filter(one -> one.kind() == kind).toList();
      page.append("\n## ").append(RefusalStatus.code(refusals.get(0))).append("\n\n");
      page.append(meaning(kind)).append("\n\n");
      for (Refusal refusal : refusals) {
        page.append("- `").append(RefusalStatus.description(refusal)).append('`');
        page.append(details(refusal)).append('\n');
      }
    }
    return page.append(TAIL).toString();
  }

  private static String details(Refusal refusal) {
    Status status = Objects.requireNonNull(StatusProto.fromThrowable(RefusalStatus.of(refusal)));
    return status.getDetailsList().stream()
        .map(Any::getTypeUrl)
        .map(url -> " with `" + url.substring(url.indexOf('/') + 1) + "`")
        .collect(Collectors.joining());
  }

  private static String meaning(Refusal.Kind kind) {
    return switch (kind) {
      case INVALID ->
          "The request is malformed. Mend it: up to 10 field violations say what was expected.";
      case NOT_FOUND -> "The model, version, user or item does not exist. Ask for another.";
      case FAILED_PRECONDITION -> "The model cannot do this. The message says what to do instead.";
      case OVERLOADED ->
          "Too much to do, for the server or for this caller. Wait as long as `RetryInfo` says and try again, a few\n"
              + "times at most. Without `RetryInfo` the request is larger than `--max-message-mib`: send a smaller one.";
      case UNAVAILABLE ->
          "The server is not ready, or ends. Try again after a short, growing wait, or ask another server.";
      case UNAUTHENTICATED ->
          "The server needs a token or a client certificate that it knows. The message is the same for a missing and\n"
              + "for a wrong one. Do not retry.";
      case NOT_ALLOWED -> "The caller is known and lacks the scope. Do not retry.";
      case EXPIRED ->
          "The deadline passed before the call ran. The deadline covers the retries: give up.";
      case CANCELLED ->
          "The caller cancelled. A stream that was already answered ends so, too, when it brings a request larger than\n"
              + "`--max-message-mib`.";
      case FAILURE -> "A fault of the server. Its log has the cause, with the request id.";
    };
  }

  private static final String HEAD =
      """
      # Error codes

      The gRPC status of a call that gets no answer, and what the client should do. In a stream the same codes and
      messages come in a `StreamError`, and the stream goes on ([streams](../guides/streams.md)).

      *Written by `ErrorReferenceTest`; change its source instead.*

      Unknown ids are no error: the answer lists them, unless all are unknown. A Recommend whose ratings are all
      unknown is answered with popular items, and `basis` says so. Control characters in what a message repeats are
      escaped as in JSON, such as `\\u000a`.
      """;

  private static final String TAIL =
      """

      ## Codes of gRPC itself

      - `UNIMPLEMENTED`: there is no such method, or the request is compressed by something else than gzip.
      - `INTERNAL` or `CANCELLED`: gRPC resets calls that client libraries do not make, such as one with two requests
        where one belongs, or with a `grpc-timeout` that is no time.
      """;
}
