package io.autorec.trainer.cli;

import io.autorec.trainer.database.DatabaseQuery;
import io.autorec.trainer.database.Drivers;
import io.autorec.trainer.database.JdbcUrl;
import io.autorec.trainer.input.InputException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that read ratings from a database in place of files. */
final class DatabaseOptions {
  private static final String PASSWORD_VARIABLE = "AUTOREC_JDBC_PASSWORD";

  /** The folder of drivers; the launcher sets it. */
  private static final String DRIVERS_PROPERTY = "autorec.drivers";

  @Option(
      names = "--jdbc",
      paramLabel = "URL",
      description =
          "Read the ratings from a database in place of files, by --query: jdbc:postgresql://localhost/shop. The jar"
              + " of its JDBC driver belongs in the folder drivers of the program, beside lib.")
  private String url = "";

  @Option(
      names = "--query",
      paramLabel = "SQL",
      description =
          "What to ask the database. The columns of its result are found by name, as those of a file's header.")
  private String sql = "";

  @Option(names = "--query-file", paramLabel = "FILE", description = "A file with the query.")
  private @Nullable Path sqlFile;

  @Option(
      names = "--jdbc-user",
      paramLabel = "NAME",
      description = "The user to connect as, unless the URL says it.")
  private String user = "";

  @Option(
      names = "--jdbc-password-file",
      paramLabel = "FILE",
      description =
          "A file whose first line is the password. Default: the variable "
              + PASSWORD_VARIABLE
              + ", if it is set.")
  private @Nullable Path passwordFile;

  @Option(
      names = "--jdbc-driver",
      paramLabel = "JAR",
      description = "The jar of the JDBC driver, wherever it is; once for each jar.")
  private List<Path> drivers = List.of();

  /** Returns true if a database is named. */
  boolean isGiven() {
    return !url.isEmpty();
  }

  /** Refuses options that say nothing without a database. */
  void requireNone() {
    Map<String, Boolean> given = new LinkedHashMap<>();
    given.put("--query", !sql.isEmpty());
    given.put("--query-file", sqlFile != null);
    given.put("--jdbc-user", !user.isEmpty());
    given.put("--jdbc-password-file", passwordFile != null);
    given.put("--jdbc-driver", !drivers.isEmpty());
    given.forEach(
        (option, isGiven) -> {
          if (isGiven) {
            throw new InputException(option + ": without --jdbc (expected: --jdbc URL, too)");
          }
        });
  }

  /**
   * The query.
   *
   * @param charset the encoding of text files that go with it; null if the user names none
   */
  DatabaseQuery toQuery(@Nullable Charset charset) {
    return new DatabaseQuery(
        new JdbcUrl(url), user, password(), query(), new Drivers(drivers, folder()), charset);
  }

  private String query() {
    if (sqlFile == null) {
      if (sql.isEmpty()) {
        throw new InputException(
            "--jdbc: without --query (expected: --query SQL, or --query-file FILE)");
      }
      return sql;
    }
    if (!sql.isEmpty()) {
      throw new InputException("--query: with --query-file " + sqlFile + " (expected: one of two)");
    }
    return read("--query-file", sqlFile);
  }

  private String password() {
    if (passwordFile == null) {
      String password = System.getenv(PASSWORD_VARIABLE);
      return password == null ? "" : password;
    }
    String password = read("--jdbc-password-file", passwordFile).lines().findFirst().orElse("");
    if (password.isEmpty()) {
      throw new InputException(
          "--jdbc-password-file: " + passwordFile + ": empty (expected: the password)");
    }
    return password;
  }

  private static String read(String option, Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new InputException(
          option + ": " + file + ": cannot be read (expected: a text file in UTF-8)");
    }
  }

  private static @Nullable Path folder() {
    String folder = System.getProperty(DRIVERS_PROPERTY);
    return folder == null ? null : Path.of(folder);
  }
}
