package io.autorec.trainer.database;

import io.autorec.trainer.input.InputException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The JDBC drivers that a user brings, as jars; the program has none. Those of the class path count
 * too.
 *
 * @param jars jars that the user names
 * @param folder the folder of the program whose jars are taken; null for none
 */
public record Drivers(List<Path> jars, @Nullable Path folder) {
  /** Where the driver of a kind of database is published. */
  private static final Map<String, String> KNOWN =
      Map.of(
          "postgresql", "org.postgresql:postgresql",
          "mysql", "com.mysql:mysql-connector-j",
          "mariadb", "org.mariadb.jdbc:mariadb-java-client",
          "sqlserver", "com.microsoft.sqlserver:mssql-jdbc",
          "oracle", "com.oracle.database.jdbc:ojdbc11",
          "sqlite", "org.xerial:sqlite-jdbc",
          "h2", "com.h2database:h2",
          "duckdb", "org.duckdb:duckdb_jdbc",
          "clickhouse", "com.clickhouse:clickhouse-jdbc",
          "snowflake", "net.snowflake:snowflake-jdbc");

  public Drivers {
    jars = List.copyOf(jars);
  }

  /**
   * Connects by the first driver that takes the URL.
   *
   * @throws InputException if there is none
   * @throws SQLException if it cannot connect
   */
  Connection connect(JdbcUrl url, Properties properties) throws SQLException {
    String unloaded = "";
    // It stays open: threads of a driver may load classes after the connection is closed.
    Iterator<Driver> drivers = ServiceLoader.load(Driver.class, loader()).iterator();
    while (true) {
      try {
        if (!drivers.hasNext()) {
          throw noDriver(url, unloaded);
        }
        Driver driver = drivers.next();
        Connection connection =
            driver.acceptsURL(url.text()) ? driver.connect(url.text(), properties) : null;
        if (connection != null) {
          return connection;
        }
      } catch (ServiceConfigurationError | LinkageError e) {
        unloaded = "; one cannot be loaded: " + e;
      }
    }
  }

  private URLClassLoader loader() {
    List<URL> urls = new ArrayList<>();
    try {
      for (Path jar : jars) {
        if (!Files.isRegularFile(jar) || !Files.isReadable(jar)) {
          throw new InputException("--jdbc-driver: " + jar + ": no such file (expected: a jar)");
        }
        urls.add(jar.toUri().toURL());
      }
      if (folder != null && Files.isDirectory(folder)) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
          for (Path jar : found) {
            urls.add(jar.toUri().toURL());
          }
        }
      }
    } catch (MalformedURLException e) {
      throw new IllegalStateException("a path has a URL", e);
    } catch (IOException e) {
      throw new InputException(folder + ": cannot be read: " + e.getMessage());
    }
    return new URLClassLoader(urls.toArray(new URL[0]), Drivers.class.getClassLoader());
  }

  private InputException noDriver(JdbcUrl url, String unloaded) {
    String artifact = KNOWN.get(url.kind());
    return new InputException(
        "--jdbc: no driver for %s%s (expected: the jar of %s %sas --jdbc-driver JAR)"
            .formatted(
                url.shown(),
                unloaded,
                artifact == null ? "its JDBC driver" : artifact,
                folder == null ? "" : "in " + folder + ", or "));
  }
}
