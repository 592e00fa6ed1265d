package io.autorec.bench.fuzz;

import com.google.protobuf.InvalidProtocolBufferException;
import io.autorec.bench.fuzz.Caller.Ending;
import io.autorec.inference.ModelStreamInferResponse;
import io.autorec.v1.PredictStreamResponse;
import io.autorec.v1.RecommendStreamResponse;
import io.autorec.v1.StreamError;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks the end of a call against what the server promises of every call. That trailers are short
 * needs no check: the client ends a call with INTERNAL where they are longer than 8 KiB.
 */
final class Promises {
  /**
   * The codes of a call without cancellation and deadline, as docs/reference/errors.md lists them.
   */
  static final Set<Status.Code> DOCUMENTED =
      Set.of(
          Status.Code.OK,
          Status.Code.INVALID_ARGUMENT,
          Status.Code.NOT_FOUND,
          Status.Code.FAILED_PRECONDITION,
          Status.Code.RESOURCE_EXHAUSTED,
          Status.Code.UNIMPLEMENTED);

  private static final Set<Status.Code> IN_STREAMS =
      Set.of(Status.Code.INVALID_ARGUMENT, Status.Code.NOT_FOUND, Status.Code.FAILED_PRECONDITION);

  private static final Set<FuzzCall.Packing> AS_SAID =
      Set.of(FuzzCall.Packing.PLAIN, FuzzCall.Packing.GZIP);

  private static final Pattern INSIDES =
      Pattern.compile(
          "\\bat [\\w.$]+\\(|Exception|\\b(java|io|com|ai|org)\\.[a-z]+\\.|/(tmp|home|usr|work|opt)/");

  private final AnswerCheck answers;
  private final Door door;

  Promises(List<ServedModel> models, Door door) {
    this.door = door;
    this.answers = new AnswerCheck(models);
  }

  /** Returns the broken promise; empty if all are kept. */
  Optional<String> broken(FuzzCall call, Ending ending) {
    Status status = ending.status();
    if (!isAllowed(call, status.getCode())) {
      return Optional.of("ended with " + status.getCode() + ": " + status.getDescription());
    }
    String text = String.valueOf(status.getDescription());
    if (INSIDES.matcher(text).find()) {
      return Optional.of("shows its insides: " + text);
    }
    try {
      return wrongAnswer(call, ending);
    } catch (InvalidProtocolBufferException e) {
      return Optional.of("an answer that is no message: " + e.getMessage());
    }
  }

  private boolean isAllowed(FuzzCall call, Status.Code code) {
    if (refusedByGrpc(call)) {
      return true;
    }
    if (!door.admits(call)
        && AS_SAID.contains(call.terms().packing())
        && !call.terms().cancelled()
        && !call.terms().timed()) {
      return code == refusal(call);
    }
    if (isTooLarge(call)
        && AS_SAID.contains(call.terms().packing())
        && !call.terms().cancelled()
        && !call.terms().timed()) {
      return code == Status.Code.RESOURCE_EXHAUSTED;
    }
    return switch (code) {
      // A server whose time has passed first cancels.
      case CANCELLED -> call.terms().cancelled() || call.terms().timed();
      case DEADLINE_EXCEEDED -> call.terms().timed();
      case UNIMPLEMENTED -> call.terms().packing() == FuzzCall.Packing.UNKNOWN;
      case UNAUTHENTICATED, PERMISSION_DENIED -> !door.admits(call) && code == refusal(call);
      default -> DOCUMENTED.contains(code);
    };
  }

  /** The code for a wrong token, or none. */
  private static Status.Code refusal(FuzzCall call) {
    return call.terms().pass() == FuzzCall.Pass.OTHERS
        ? Status.Code.PERMISSION_DENIED
        : Status.Code.UNAUTHENTICATED;
  }

  /**
   * Returns true if gRPC itself resets the stream: an invalid timeout, two requests of a unary
   * call, a request that is too large after the first answer.
   */
  private static boolean refusedByGrpc(FuzzCall call) {
    String timeout = call.terms().timeoutHeader();
    return (!timeout.isEmpty() && !timeout.matches("\\d{1,8}[HMSmun]"))
        || (call.messages().size() > 1 && !call.method().manyRequests())
        || (isTooLarge(call) && call.method().manyRequests());
  }

  private static boolean isTooLarge(FuzzCall call) {
    return call.messages().stream()
        .anyMatch(message -> message.length > FuzzCalls.MAX_MESSAGE_BYTES);
  }

  private Optional<String> wrongAnswer(FuzzCall call, Ending ending)
      throws InvalidProtocolBufferException {
    int answered = ending.answers().size();
    if (!call.method().isOfModels()) {
      return Optional.empty();
    }
    if (!door.admits(call) && answered > 0) {
      return Optional.of("answered somebody who may not ask");
    }
    if (answered > call.messages().size()
        || (ending.status().isOk() && answered != call.messages().size())) {
      return Optional.of(answered + " answers to " + call.messages().size() + " requests");
    }
    for (int i = 0; i < answered; i++) {
      Optional<String> wrong =
          wrong(call.method().name(), call.messages().get(i), ending.answers().get(i));
      if (wrong.isPresent()) {
        return Optional.of("answer " + i + ": " + wrong.get());
      }
    }
    return Optional.empty();
  }

  private Optional<String> wrong(String method, byte[] request, byte[] answer)
      throws InvalidProtocolBufferException {
    switch (method) {
      case "autorec.v1.AutoRecService/PredictStream" -> {
        PredictStreamResponse message = PredictStreamResponse.parseFrom(answer);
        return message.hasResponse()
            ? answers.wrong("Predict", request, message.getResponse().toByteArray())
            : wrong(message.getError());
      }
      case "autorec.v1.AutoRecService/RecommendStream" -> {
        RecommendStreamResponse message = RecommendStreamResponse.parseFrom(answer);
        return message.hasResponse()
            ? answers.wrong("Recommend", request, message.getResponse().toByteArray())
            : wrong(message.getError());
      }
      case "inference.GRPCInferenceService/ModelStreamInfer" -> {
        ModelStreamInferResponse message = ModelStreamInferResponse.parseFrom(answer);
        return message.hasInferResponse()
            ? answers.wrong("ModelInfer", request, message.getInferResponse().toByteArray())
            : message.getErrorMessage().isEmpty()
                    || INSIDES.matcher(message.getErrorMessage()).find()
                ? Optional.of("error: " + message.getErrorMessage())
                : Optional.empty();
      }
      default -> {
        return answers.wrong(method.substring(method.indexOf('/') + 1), request, answer);
      }
    }
  }

  private static Optional<String> wrong(StreamError error) {
    Status.Code code = Status.fromCodeValue(error.getCode()).getCode();
    return IN_STREAMS.contains(code) && !INSIDES.matcher(error.getMessage()).find()
        ? Optional.empty()
        : Optional.of("error " + code + ": " + error.getMessage());
  }
}
