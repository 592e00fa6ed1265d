package io.autorec.trainer.tracking;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tracking server, as MLflow's variables name it. Neither {@link #address} nor {@code toString}
 * shows a secret.
 */
final class MlflowServer {
  private static final String URI_VARIABLE = "MLFLOW_TRACKING_URI";
  private static final String TOKEN = "MLFLOW_TRACKING_TOKEN";
  private static final String USERNAME = "MLFLOW_TRACKING_USERNAME";
  private static final String PASSWORD = "MLFLOW_TRACKING_PASSWORD";
  private static final String EXPERIMENT = "MLFLOW_EXPERIMENT_NAME";

  private final String address;
  private final @Nullable String authorization;
  private final String experiment;
  private final List<String> secrets;

  private MlflowServer(
      String address, @Nullable String authorization, String experiment, List<String> secrets) {
    this.address = address;
    this.authorization = authorization;
    this.experiment = experiment;
    this.secrets = List.copyOf(secrets);
  }

  /**
   * Reads the variables.
   *
   * @return null if they name no server
   * @throws MlflowException if they name one that cannot be used
   */
  static @Nullable MlflowServer of(Map<String, String> variables) throws MlflowException {
    String text = variables.getOrDefault(URI_VARIABLE, "").strip();
    if (text.isEmpty()) {
      return null;
    }
    URI uri = parse(text);
    String userInfo = uri.getUserInfo();
    String user = variables.getOrDefault(USERNAME, "");
    String password = variables.getOrDefault(PASSWORD, "");
    String token = variables.getOrDefault(TOKEN, "");
    List<String> secrets = new ArrayList<>();
    String authorization = null;
    if (!user.isEmpty() && !password.isEmpty()) {
      authorization = basic(user + ":" + password, secrets);
      secrets.add(password);
    } else if (!token.isEmpty()) {
      authorization = "Bearer " + printable(token);
      secrets.add(token);
    } else if (userInfo != null) {
      authorization = basic(userInfo, secrets);
      secrets.add(userInfo.substring(userInfo.indexOf(':') + 1));
    }
    String experiment = variables.getOrDefault(EXPERIMENT, "").strip();
    return new MlflowServer(
        address(uri), authorization, experiment.isEmpty() ? "Default" : experiment, secrets);
  }

  private static URI parse(String text) throws MlflowException {
    try {
      URI uri = new URI(text);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if (!scheme.equals("http") && !scheme.equals("https")) {
        throw new MlflowException(
            URI_VARIABLE
                + ": "
                + (uri.getScheme() == null ? "no address of a server" : uri.getScheme() + ":")
                + " (expected: http or https)");
      }
      if (uri.getHost() == null) {
        throw new MlflowException(URI_VARIABLE + ": without a host (expected: http://HOST:PORT)");
      }
      return uri;
    } catch (URISyntaxException e) {
      // Its message shows the text, which may hold a password.
      throw new MlflowException(URI_VARIABLE + ": no address (expected: http://HOST:PORT)");
    }
  }

  private static String address(URI uri) {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return uri.getScheme().toLowerCase(Locale.ROOT)
        + "://"
        + uri.getHost()
        + port
        + path.replaceAll("/+$", "");
  }

  private static String basic(String userAndPassword, List<String> secrets) {
    String coded =
        Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
    secrets.add(coded);
    return "Basic " + coded;
  }

  private static String printable(String token) throws MlflowException {
    if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new MlflowException(TOKEN + ": not printable ASCII without blanks");
    }
    return token;
  }

  /** The address without user, password and trailing slash. */
  String address() {
    return address;
  }

  /** The value of the header of that name; null for none. */
  @Nullable String authorization() {
    return authorization;
  }

  /** The name of the experiment. */
  String experiment() {
    return experiment;
  }

  /** A text in one line, not too long, and without secrets. */
  String told(String text) {
    String told = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    for (String secret : secrets) {
      if (!secret.isEmpty()) {
        told = told.replace(secret, "***");
      }
    }
    return told.length() > 300 ? told.substring(0, 300) + "..." : told;
  }

  @Override
  public String toString() {
    return address;
  }
}
