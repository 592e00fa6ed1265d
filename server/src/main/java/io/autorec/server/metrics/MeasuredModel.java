package io.autorec.server.metrics;

import java.time.Instant;

/** A loaded version, as the metrics show it. */
public interface MeasuredModel {
  /** Returns the name of the model. */
  String name();

  /** Returns the version. */
  long version();

  /** Returns the orientation: item or user. */
  String orientationLabel();

  /** Returns the device that it runs on. */
  String deviceLabel();

  /** Returns the time when its training ended. */
  Instant trainedAt();

  /** Returns the time when it was loaded. */
  Instant loadedAt();

  /** Returns true if its folder now holds other files than those that were loaded. */
  boolean overwritten();

  /** Returns its counters. */
  ModelMetrics metrics();

  /** Returns the number of jobs in its queues. */
  int waiting();
}
