package io.autorec.server.endpoint;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.autorec.model.IdVocabulary;
import io.autorec.server.repository.LoadedModel;
import io.autorec.server.request.Limits;
import io.autorec.v1.AutoRecServiceGrpc;
import io.grpc.KnownLength;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * How large a request may be that can be right for what is loaded, so that others are refused
 * before they are parsed. Safe for use by several threads.
 */
final class MessageLimits {
  /** What no request is refused below: names, switches, tokens. */
  static final int ALWAYS_BYTES = 256 << 10;

  /** A rating and the frame of its id and of itself. */
  private static final int ENTRY_BYTES = 16;

  /** Ratings, new ratings, ids to exclude and candidates. */
  private static final int LISTS_OF_RECOMMEND = 4;

  private static final Set<String> PREDICTS =
      Set.of(
          AutoRecServiceGrpc.getPredictMethod().getFullMethodName(),
          AutoRecServiceGrpc.getPredictStreamMethod().getFullMethodName());
  private static final Set<String> RECOMMENDS =
      Set.of(
          AutoRecServiceGrpc.getRecommendMethod().getFullMethodName(),
          AutoRecServiceGrpc.getRecommendStreamMethod().getFullMethodName());

  private final Serving serving;
  private final LoadingCache<LoadedModel, Long> listBytes =
      Caffeine.newBuilder().weakKeys().build(MessageLimits::listBytes);

  MessageLimits(Serving serving) {
    this.serving = serving;
  }

  /**
   * Whether a request is larger than {@link #mostBytes}. Of a compressed one the size is not known;
   * what it may unpack to is bounded where messages are read.
   *
   * @param message not parsed
   */
  boolean exceeded(String method, Object message) {
    try {
      return message instanceof KnownLength
          && message instanceof InputStream stream
          && stream.available() > ALWAYS_BYTES
          && stream.available() > mostBytes(method);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The most bytes of a method's request. */
  long mostBytes(String method) {
    Serving.Models models = serving.models().orElse(null);
    if (models == null) {
      return ALWAYS_BYTES;
    }
    long list = models.catalog().all().stream().mapToLong(listBytes::get).max().orElse(0);
    if (PREDICTS.contains(method)) {
      return ALWAYS_BYTES + (models.limits().maxVectors() + 1) * list;
    }
    return ALWAYS_BYTES + (RECOMMENDS.contains(method) ? LISTS_OF_RECOMMEND * list : 0);
  }

  /** The longest list that names each id of a model, and as many others as it may. */
  private static long listBytes(LoadedModel model) {
    return Math.max(listBytes(model.metadata().users()), listBytes(model.metadata().items()));
  }

  private static long listBytes(IdVocabulary vocabulary) {
    int longest = 0;
    for (String id : vocabulary.ids()) {
      longest = Math.max(longest, id.getBytes(StandardCharsets.UTF_8).length);
    }
    return (long) Limits.ids(vocabulary) * (ENTRY_BYTES + longest);
  }
}
