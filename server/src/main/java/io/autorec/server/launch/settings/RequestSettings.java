package io.autorec.server.launch.settings;

import io.autorec.server.request.Limits;
import picocli.CommandLine.Option;

/** The limits of one request. */
public final class RequestSettings {
  @Option(names = "--max-vectors", description = "Most vectors in a Predict (${DEFAULT-VALUE}).")
  @Range(min = 1, max = 65_536)
  int maxVectors = 256;

  @Option(names = "--max-top-n", description = "Most items in a Recommend (${DEFAULT-VALUE}).")
  @Range(min = 1)
  int maxTopN = 1000;

  @Option(names = "--max-message-mib", description = "Largest request, in MiB (${DEFAULT-VALUE}).")
  @Range(min = 1, max = 2047)
  int maxMessageMib = 16;

  /** Returns the limits of what a request may ask for. */
  public Limits limits() {
    return new Limits(maxVectors, maxTopN);
  }

  /** Returns the size of the largest request. */
  public int maxMessageBytes() {
    return maxMessageMib << 20;
  }
}
