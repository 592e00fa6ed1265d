package io.autorec.server.metrics;

import java.time.Instant;

/** A loaded version, as metrics see it. */
public interface MeasuredModel {
  /** Its folder in the repository. */
  String name();

  /** Its version. */
  long version();

  /** Whose rows it has. */
  String orientationLabel();

  /** Where it runs. */
  String deviceLabel();

  /** When its training ended. */
  Instant trainedAt();

  /** When it was loaded. */
  Instant loadedAt();

  /** Whether its folder no longer holds what was loaded. */
  boolean overwritten();

  /** What it has done. */
  ModelMetrics metrics();

  /** How many jobs wait for it. */
  int waiting();
}
