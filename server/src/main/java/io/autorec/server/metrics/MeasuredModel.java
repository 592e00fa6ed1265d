package io.autorec.server.metrics;

/** A loaded version, as metrics see it. */
public interface MeasuredModel {
  /** Its folder in the repository. */
  String name();

  /** Its version. */
  long version();

  /** What it has done. */
  ModelMetrics metrics();

  /** How many jobs wait for it. */
  int waiting();
}
