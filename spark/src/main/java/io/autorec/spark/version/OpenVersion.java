package io.autorec.spark.version;

import io.autorec.model.UserRatings;
import io.autorec.trainer.offline.PublishedVersion;
import io.autorec.trainer.offline.VersionEvaluation;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * A version that is open in this JVM: once, however many tasks use it, until the JVM ends.
 *
 * <p>Safe for use by several threads.
 */
public final class OpenVersion {
  private static final ConcurrentMap<Path, OpenVersion> OPEN = new ConcurrentHashMap<>();

  private final PublishedVersion version;
  private final UserRatings choices;
  private @Nullable VersionEvaluation evaluation;

  private OpenVersion(PublishedVersion version) {
    this.version = version;
    this.choices = version.history().choices();
  }

  /**
   * The version in a local folder, opened by the first who asks.
   *
   * @param threads how many threads one run of a graph may use
   * @throws io.autorec.trainer.input.InputException if it is none, in one line for the user
   */
  static OpenVersion in(Path folder, int threads) {
    return OPEN.computeIfAbsent(
        folder, unused -> new OpenVersion(PublishedVersion.open(folder, threads)));
  }

  /** The version. */
  public PublishedVersion version() {
    return version;
  }

  /** What users chose, with ratings: {@link io.autorec.model.RatingHistory#choices}. */
  public UserRatings choices() {
    return choices;
  }

  /** The evaluation of the version, prepared by the first who asks. */
  public synchronized VersionEvaluation evaluation() {
    VersionEvaluation prepared = evaluation;
    if (prepared == null) {
      prepared = new VersionEvaluation(version);
      evaluation = prepared;
    }
    return prepared;
  }
}
