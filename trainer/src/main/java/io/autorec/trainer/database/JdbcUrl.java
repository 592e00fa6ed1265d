package io.autorec.trainer.database;

import io.autorec.trainer.input.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URL of a database. It may hold a password, so it is never printed; {@link #shown} is.
 *
 * <p>Each driver has a syntax of its own. What is shown is therefore what is known to be harmless:
 * the kind of database, hosts, ports, a path, and the parameters that name a database. Everything
 * else is left out, and of a URL that fits no known shape all but the kind.
 *
 * @param text the URL as the driver gets it
 */
public record JdbcUrl(String text) {
  private static final Pattern KIND = Pattern.compile("jdbc:([A-Za-z0-9_+-]+):");
  private static final Pattern SCHEME =
      Pattern.compile(KIND + "(?:(?:thin|oci8?|[A-Za-z0-9_+-]+(?=://)):)?(?://)?");

  /** Where parameters begin: {@code ?user=}, {@code ;user=}, {@code (user=}, {@code :user=}. */
  private static final Pattern PARAMETERS =
      Pattern.compile("[?;&#(]|[:,/](?=[A-Za-z_][A-Za-z0-9_.-]*=)");

  private static final Pattern PARAMETER =
      Pattern.compile("[?;&#(:,/]?([A-Za-z_][A-Za-z0-9_.-]*)=([^?;&#(),]*)");
  private static final Pattern WHOLE_PARAMETER =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_.-]*)=(?:\\{([^}]*)\\}|([^;&]*))");
  private static final Pattern USER_PASSWORD = Pattern.compile("[:/]([^:/@,]+)@");

  private static final Pattern PUNCTUATION = Pattern.compile("[:/?;&@=,(){}]+");

  private static final String HOST =
      "(?:[A-Za-z0-9_.-]*(?:\\\\[A-Za-z0-9_$-]+)?|\\[[0-9A-Fa-f:.%]+\\])(?::[0-9]+)?";
  private static final Pattern HOSTS =
      Pattern.compile(".*?//" + HOST + "(?:," + HOST + ")*(?:/[^=@]*)?");

  /** Names of parameters that say which database is meant. */
  private static final Set<String> HARMLESS =
      Set.of(
          "database",
          "databasename",
          "db",
          "schema",
          "currentschema",
          "catalog",
          "warehouse",
          "servicename",
          "service_name");

  private static final Pattern SECRET_NAME =
      Pattern.compile("pass|pwd|secret|token|key|credential", Pattern.CASE_INSENSITIVE);

  public JdbcUrl {
    if (!KIND.matcher(text).lookingAt()) {
      // It is not repeated: postgresql://user:password@host is a usual mistake.
      throw new InputException(
          "--jdbc: no URL of a database (expected: one that begins with jdbc:, such as jdbc:postgresql://localhost/shop)");
    }
  }

  /** The kind of database, such as {@code postgresql}. */
  String kind() {
    Matcher kind = KIND.matcher(text);
    return kind.lookingAt() ? kind.group(1).toLowerCase(Locale.ROOT) : "";
  }

  /** The URL without user, password and other parameters, for people. */
  String shown() {
    String address = text.substring(0, parametersStart());
    String parameters = text.substring(parametersStart());
    int at = address.lastIndexOf('@');
    if (parameters.indexOf('@') >= 0) {
      return hidden(); // The password may hold what looks like the begin of parameters.
    }
    if (at >= 0) {
      Matcher scheme = SCHEME.matcher(address);
      address = (scheme.lookingAt() ? scheme.group() : hidden()) + address.substring(at + 1);
    } else if (kind().equals("oracle")) {
      return hidden(); // thin:user/password
    }
    if (address.contains("//") && !HOSTS.matcher(address).matches()) {
      return hidden();
    }
    StringBuilder shown = new StringBuilder(address);
    Matcher parameter = PARAMETER.matcher(parameters);
    while (parameter.find()) {
      if (HARMLESS.contains(parameter.group(1).toLowerCase(Locale.ROOT))) {
        shown.append(parameter.group());
      }
    }
    return InputException.shown(shown.toString());
  }

  private String hidden() {
    return "jdbc:" + kind() + ":...";
  }

  /** The values in the URL that may be passwords; all of them in a URL of no known shape. */
  List<String> secrets() {
    List<String> secrets = new ArrayList<>();
    if (shown().equals(hidden())) {
      String rest = text.substring(Math.min(text.length(), ("jdbc:" + kind() + ":").length()));
      secrets.addAll(List.of(PUNCTUATION.split(rest)));
    }
    Matcher scheme = SCHEME.matcher(text);
    int start = scheme.lookingAt() ? scheme.end() : 0;
    int at = text.lastIndexOf('@');
    if (at > start) {
      String[] user = text.substring(start, at).split("[:/]", 2);
      if (user.length == 2) {
        secrets.add(user[1]);
      }
    }
    Matcher password = USER_PASSWORD.matcher(text.substring(Math.min(start, text.length())));
    while (password.find()) {
      secrets.add(password.group(1));
    }
    String parameters = text.substring(parametersStart());
    for (Pattern pattern : List.of(PARAMETER, WHOLE_PARAMETER)) {
      Matcher parameter = pattern.matcher(parameters);
      while (parameter.find()) {
        if (SECRET_NAME.matcher(parameter.group(1)).find()) {
          String value = parameter.group(2);
          secrets.add(value == null ? parameter.group(parameter.groupCount()) : value);
        }
      }
    }
    return secrets;
  }

  private int parametersStart() {
    Matcher parameters = PARAMETERS.matcher(text);
    return parameters.find() ? parameters.start() : text.length();
  }

  /** The same as {@link #shown}: a record would print its password. */
  @Override
  public String toString() {
    return shown();
  }
}
