package io.autorec.server.request;

import io.autorec.model.ModelMetadata;
import io.autorec.v1.ModelRef;
import java.util.List;

/**
 * A request that was read against the model that answers it. It is valid if no violation was found.
 */
public interface Query {
  /** The number of ids in it that the model does not know. */
  int unknownIds();

  /** The number of rows or users that it asks for. */
  int rowCount();

  /**
   * Reads the rest of a request. Its ids and ratings mean something to one model only, so it is
   * read once the model that it names is found.
   *
   * @param <Q> the rest
   */
  @FunctionalInterface
  interface Reader<Q extends Query> {
    /**
     * Reads the request, whole.
     *
     * @param answering name and version of the model
     * @param violations receives everything that is wrong; the result is valid if that is nothing
     */
    Q read(ModelRef answering, ModelMetadata model, Limits limits, List<Violation> violations);
  }
}
