package io.autorec.trainer.tracking;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Where a tracking server takes the files of a run, if it does. */
final class ArtifactPath {
  private static final String PROXY = "mlflow-artifacts/artifacts";
  private static final String SCHEME = "mlflow-artifacts";

  private ArtifactPath() {}

  /**
   * The path for a run's files, within the interface of version 2.0.
   *
   * @param artifacts the URI that the server names
   * @param address of the server
   * @return empty if the URI is that of a store, or of another server
   */
  static Optional<String> of(String artifacts, String address) {
    String own = address + "/api/2.0/" + PROXY;
    if (artifacts.startsWith(own + "/")) {
      return Optional.of(PROXY + withoutSlash(artifacts.substring(own.length())));
    }
    try {
      URI uri = new URI(artifacts);
      boolean isHere =
          uri.getAuthority() == null || uri.getAuthority().equals(new URI(address).getAuthority());
      return SCHEME.equals(uri.getScheme()) && isHere && uri.getRawPath() != null
          ? Optional.of(PROXY + withoutSlash(uri.getRawPath()))
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** The scheme of the URI alone: the rest may hold secrets. */
  static String kind(String artifacts) {
    int colon = artifacts.indexOf(':');
    return colon < 0 ? "a folder of its own" : artifacts.substring(0, colon + 1);
  }

  private static String withoutSlash(String path) {
    return path.replaceAll("/+$", "");
  }
}
