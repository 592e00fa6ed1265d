package io.autorec.server.gate;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.autorec.inference.GRPCInferenceServiceGrpc;
import io.autorec.model.IdVocabulary;
import io.autorec.server.answer.Serving;
import io.autorec.server.repository.ModelCatalog;
import io.autorec.server.repository.version.LoadedModel;
import io.autorec.server.request.Limits;
import io.autorec.v1.AutoRecServiceGrpc;
import io.grpc.MethodDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * Computes the size of the largest valid request of each method with the loaded models. Larger
 * requests are refused before they are parsed: a message of 16 MiB can become 300 MiB of objects.
 * gRPC's own limit is the same for all methods, so it has to allow the largest Predict.
 *
 * <p>Safe for use by several threads.
 */
final class MessageLimits {
  /** Every request may have this size, for names, flags and tokens. */
  static final int ALWAYS_BYTES = 256 << 10;

  /** The bytes of a rating, with the protobuf framing of its id and of itself. */
  private static final int ENTRY_BYTES = 16;

  /** Ratings, new ratings, ids to exclude and candidates. */
  private static final int LISTS_OF_RECOMMEND = 4;

  /** The number of lists of ids or ratings in a request, by method; 0 for other methods. */
  private final Map<String, Integer> lists;

  /** The methods whose requests have tensors. */
  private static final Set<String> OF_TENSORS =
      Set.of(
          GRPCInferenceServiceGrpc.getModelInferMethod().getFullMethodName(),
          GRPCInferenceServiceGrpc.getModelStreamInferMethod().getFullMethodName());

  private final Serving serving;
  private final int maxVectors;
  private final LoadingCache<LoadedModel, Long> listBytes =
      Caffeine.newBuilder().weakKeys().build(MessageLimits::listBytes);
  private final LoadingCache<LoadedModel, Long> rowBytes =
      Caffeine.newBuilder().weakKeys().build(MessageLimits::rowBytes);

  /**
   * @param serving the loaded models
   * @param maxVectors the most vectors in a Predict
   */
  MessageLimits(Serving serving, int maxVectors) {
    this.serving = serving;
    this.maxVectors = maxVectors;
    // The vectors of a Predict, and its ids.
    int ofPredict = maxVectors + 1;
    this.lists =
        Map.of(
            AutoRecServiceGrpc.getPredictMethod().getFullMethodName(), ofPredict,
            AutoRecServiceGrpc.getPredictStreamMethod().getFullMethodName(), ofPredict,
            AutoRecServiceGrpc.getRecommendMethod().getFullMethodName(), LISTS_OF_RECOMMEND,
            AutoRecServiceGrpc.getRecommendStreamMethod().getFullMethodName(), LISTS_OF_RECOMMEND);
  }

  /** The most bytes of a valid request. */
  long mostBytes(MethodDescriptor<?, ?> method) {
    String name = method.getFullMethodName();
    return ALWAYS_BYTES
        + (OF_TENSORS.contains(name)
            ? maxVectors * most(rowBytes)
            : lists.getOrDefault(name, 0) * most(listBytes));
  }

  private long most(LoadingCache<LoadedModel, Long> bytes) {
    return serving.catalog().stream()
        .map(ModelCatalog::all)
        .flatMap(models -> models.stream())
        .mapToLong(bytes::get)
        .max()
        .orElse(0);
  }

  /** Bytes of a row of ratings, or of the longest user with a number of items. */
  private static long rowBytes(LoadedModel model) {
    return Math.max(
        (long) model.metadata().width() * Float.BYTES,
        ENTRY_BYTES + longestBytes(model.metadata().users()));
  }

  /** Bytes of the longest list that a request may give a model. */
  private static long listBytes(LoadedModel model) {
    return Math.max(listBytes(model.metadata().users()), listBytes(model.metadata().items()));
  }

  private static long listBytes(IdVocabulary vocabulary) {
    return (long) Limits.ids(vocabulary) * (ENTRY_BYTES + longestBytes(vocabulary));
  }

  private static int longestBytes(IdVocabulary vocabulary) {
    int longest = 0;
    for (String id : vocabulary.ids()) {
      longest = Math.max(longest, id.getBytes(StandardCharsets.UTF_8).length);
    }
    return longest;
  }
}
