package io.autorec.server.calls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Any;
import com.google.rpc.Status;
import io.autorec.model.Orientation;
import io.autorec.server.answer.Refusal;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
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

  /** By the name of the constant, the method or the record that makes it. */
  private static final Map<String, Refusal> ONE_OF_EACH = new LinkedHashMap<>();

  static {
    ONE_OF_EACH.put(
        "InvalidRequest", new Refusal.InvalidRequest("top_n", "0 (expected: 1 to 1000)"));
    ONE_OF_EACH.put("notFound", Refusal.notFound("model \"films\": not loaded"));
    ONE_OF_EACH.put("UnknownId", new Refusal.UnknownId(Orientation.USER, "7", "films"));
    ONE_OF_EACH.put(
        "failedPrecondition",
        Refusal.failedPrecondition("what the model cannot do, and what to do instead"));
    ONE_OF_EACH.put("overloaded", Refusal.overloaded(1));
    ONE_OF_EACH.put("tooOften", Refusal.tooOften(1));
    ONE_OF_EACH.put("UNREAD_ANSWERS", Refusal.UNREAD_ANSWERS);
    ONE_OF_EACH.put("LOADING", Refusal.LOADING);
    ONE_OF_EACH.put("NO_MODEL_YET", Refusal.NO_MODEL_YET);
    ONE_OF_EACH.put("SHUTTING_DOWN", Refusal.SHUTTING_DOWN);
    ONE_OF_EACH.put("UNAUTHENTICATED", Refusal.UNAUTHENTICATED);
    ONE_OF_EACH.put("NOT_ALLOWED", Refusal.NOT_ALLOWED);
    ONE_OF_EACH.put("EXPIRED", Refusal.EXPIRED);
    ONE_OF_EACH.put("CANCELLED", Refusal.CANCELLED);
    ONE_OF_EACH.put("Failure", new Refusal.Failure(new IllegalStateException()));
  }

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
    Set<String> all = new HashSet<>();
    for (Field constant : Refusal.class.getFields()) {
      all.add(constant.getName());
    }
    for (Method method : Refusal.class.getDeclaredMethods()) {
      if (Modifier.isStatic(method.getModifiers())) {
        all.add(method.getName());
      }
    }
    for (Class<?> type : Refusal.class.getPermittedSubclasses()) {
      all.add(type.getSimpleName());
    }
    // The constants and methods stand for these.
    all.removeAll(Set.of("Plain", "Temporary"));
    assertEquals(all, ONE_OF_EACH.keySet());
  }

  private static String page() {
    StringBuilder page = new StringBuilder(HEAD);
    for (Refusal.Kind kind : Refusal.Kind.values()) {
      List<Refusal> refusals =
          ONE_OF_EACH.values().stream().filter(one -> one.kind() == kind).toList();
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
