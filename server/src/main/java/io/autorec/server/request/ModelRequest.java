package io.autorec.server.request;

import io.autorec.model.ModelMetadata;
import io.autorec.v1.ModelRef;
import java.util.List;

/**
 * A request for an answer of a model. Its ids and ratings mean something to that model only, so it
 * is read in two steps: first the model's name, then, once the model is found, all the rest.
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
     * Reads the request, whole.
     *
     * @param answering name and version of the model
     * @param violations receives everything that is wrong; the result is valid if that is nothing
     */
    Q read(ModelRef answering, ModelMetadata model, Limits limits, List<Violation> violations);
  }
}
