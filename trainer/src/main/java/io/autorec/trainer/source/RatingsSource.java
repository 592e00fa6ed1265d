package io.autorec.trainer.source;

import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * Where ratings come from: files ({@link io.autorec.trainer.input.InputFiles}) or a query of a
 * database ({@link io.autorec.trainer.database.DatabaseQuery}).
 */
public interface RatingsSource {
  /** The name for reports and manifests, without folders and without secrets. */
  String name();

  /** The encoding that the user names for text files, also for titles; null for none. */
  @Nullable Charset charset();

  /** The name for messages. */
  @Override
  String toString();
}
