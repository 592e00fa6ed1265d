package io.autorec.server.endpoint;

import io.autorec.server.answer.Administration;
import io.autorec.server.answer.Refusal;
import io.autorec.server.answer.Serving;
import io.autorec.server.calls.Call;
import io.autorec.server.calls.RefusalStatus;
import io.autorec.server.calls.ShortText;
import io.autorec.server.request.ChangeRequest;
import io.autorec.v1.ServedVersions;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Changes what is served. The log has a line for each change that was made or refused. */
final class ModelChanges {
  private static final Logger log = LoggerFactory.getLogger(AdminEndpoint.class);
  private static final int MAX_TEXT_BYTES = 200;

  private final Administration administration;

  ModelChanges(Serving serving) {
    this.administration = new Administration(serving);
  }

  /**
   * Makes a change and ends the call.
   *
   * @param response builds the answer from what is served then
   */
  <T> void make(
      ChangeRequest request, StreamObserver<T> observer, Function<ServedVersions, T> response) {
    Reply.mayBeCancelled(observer);
    Context context = Context.current();
    CompletableFuture<ServedVersions> unused =
        administration
            .change(request, Call.current())
            .whenComplete(
                (served, thrown) -> {
                  if (thrown != null) {
                    refuse(request, Reply.refusal(thrown, context), context, observer);
                    return;
                  }
                  log(request, served.getName(), Status.Code.OK, "", Call.of(context));
                  if (!context.isCancelled()) {
                    observer.onNext(response.apply(served));
                    observer.onCompleted();
                  }
                });
  }

  private static void refuse(
      ChangeRequest request, Refusal refusal, Context context, StreamObserver<?> observer) {
    if (refusal.kind() == Refusal.Kind.CANCELLED) {
      // Nothing was done, and nobody waits to hear so.
      return;
    }
    log(
        request,
        request.model().ref().getName(),
        RefusalStatus.code(refusal),
        RefusalStatus.description(refusal),
        Call.of(context));
    Reply.refuse(observer, refusal);
  }

  /**
   * Logs a change.
   *
   * @param why why it was refused, "" if it was made
   */
  private static void log(
      ChangeRequest request, String model, Status.Code code, String why, Call call) {
    // Text that callers choose freely comes last: in a text line it could pose as other fields.
    LoggingEventBuilder line =
        log.atInfo()
            .addKeyValue("change", request.change().name().toLowerCase(Locale.ROOT))
            // The service is there only where callers have names.
            .addKeyValue("caller", call.caller().orElse("unknown"))
            .addKeyValue("request_id", call.requestId())
            .addKeyValue("code", code.name())
            .addKeyValue("version", request.model().ref().getVersion())
            .addKeyValue("model", ShortText.of(model, MAX_TEXT_BYTES));
    if (!request.label().isEmpty()) {
      line = line.addKeyValue("label", ShortText.of(request.label(), MAX_TEXT_BYTES));
    }
    if (!why.isEmpty()) {
      line = line.addKeyValue("why", why);
    }
    line.log("administration");
  }
}
