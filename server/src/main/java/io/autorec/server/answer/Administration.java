package io.autorec.server.answer;

import io.autorec.server.answer.job.CallContext;
import io.autorec.server.repository.AdminException;
import io.autorec.server.repository.ModelAdmin;
import io.autorec.server.repository.ModelCatalog;
import io.autorec.server.request.ChangeRequest;
import io.autorec.v1.ModelRef;
import io.autorec.v1.ServedVersions;
import java.util.concurrent.CompletableFuture;

/**
 * Changes what is served, one change after the other, on a thread of its own.
 *
 * @param serving the models
 */
public record Administration(Serving serving) {
  /** Makes a change. It is cancelled if its call is over before its turn comes. */
  public CompletableFuture<ServedVersions> change(ChangeRequest request, CallContext call) {
    CompletableFuture<ServedVersions> changed = new CompletableFuture<>();
    serving.changes().execute(() -> change(request, call, changed));
    return changed;
  }

  private void change(
      ChangeRequest request, CallContext call, CompletableFuture<ServedVersions> changed) {
    if (call.isGone()) {
      changed.completeExceptionally(new RefusedException(Refusal.CANCELLED));
      return;
    }
    try {
      changed.complete(make(request, serving.requireModels().catalog()));
    } catch (AdminException e) {
      String what = request.model().describe() + ": " + e.getMessage();
      changed.completeExceptionally(
          new RefusedException(
              switch (e.reason()) {
                case MISSING -> Refusal.notFound(what);
                case IMPOSSIBLE -> Refusal.failedPrecondition(what);
              }));
    } catch (RuntimeException | OutOfMemoryError e) {
      changed.completeExceptionally(e);
    }
  }

  private static ServedVersions make(ChangeRequest request, ModelCatalog catalog)
      throws AdminException {
    if (!request.violations().isEmpty()) {
      throw new RefusedException(new Refusal.InvalidRequest(request.violations()));
    }
    ModelAdmin admin = new ModelAdmin(catalog);
    ModelRef model = request.model().ref();
    return switch (request.change()) {
      case LOAD -> admin.load(model.getName(), model.getVersion());
      case UNLOAD -> admin.unload(model.getName(), model.getVersion());
      case LABEL -> admin.label(model.getName(), model.getVersion(), request.label());
    };
  }
}
