package io.autorec.server.request;

import io.autorec.model.ModelMetadata;
import io.autorec.v1.ModelRef;
import java.util.List;

/**
 * A request for an answer of a model. Its ids and ratings have a meaning only for that model. So it
 * is read in two steps: first the model's name, then, once the model is found, the rest.
 *
 * @param model the model that is asked
 * @param reader reads the rest
 * @param <Q> the rest
 */
public record ModelRequest<Q extends Query>(ModelChoice model, Reader<Q> reader) {
  /** Reads a request against a model. */
  @FunctionalInterface
  public interface Reader<Q extends Query> {
    /**
     * Reads the whole request. The result is valid if no violation was added.
     *
     * @param answering the name and version of the model
     * @param violations receives everything that is wrong
     */
    Q read(ModelRef answering, ModelMetadata model, Limits limits, List<Violation> violations);
  }
}
