package io.autorec.trainer.run;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Thrown if a run was trained, but could not be published. The cause says why. */
public final class UnpublishedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable Path kept;

  /**
   * @param kept the file with the trained networks; null if they are lost
   */
  UnpublishedException(@Nullable Path kept, Throwable cause) {
    super("not published: " + cause.getMessage(), cause);
    this.kept = kept;
  }

  /** The file with the trained networks, from which a resumed run publishes them. */
  public Optional<Path> kept() {
    return Optional.ofNullable(kept);
  }
}
