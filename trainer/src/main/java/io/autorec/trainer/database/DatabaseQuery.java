package io.autorec.trainer.database;

import io.autorec.trainer.input.InputException;
import io.autorec.trainer.source.RatingsSource;
import java.nio.charset.Charset;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A query of a database, whose result is read like a file with a header.
 *
 * @param url the database
 * @param user the user to connect as; empty if the URL says it, or the driver knows
 * @param password the password; empty if the URL says it, or there is none
 * @param sql a query; a semicolon at its end is left out, since not every database takes it
 * @param drivers where the driver is
 * @param charset the encoding of text files that go with it; null if the user names none
 */
public record DatabaseQuery(
    JdbcUrl url,
    String user,
    String password,
    String sql,
    Drivers drivers,
    @Nullable Charset charset)
    implements RatingsSource {
  private static final Pattern END = Pattern.compile("[;\\s]+$");

  public DatabaseQuery {
    sql = END.matcher(sql).replaceFirst("").strip();
    if (sql.isEmpty()) {
      throw new InputException("--query: empty (expected: a query of rows, such as SELECT)");
    }
  }

  /** The URL without user, password and other parameters. */
  @Override
  public String name() {
    return url.shown();
  }

  /** The same as {@link #name}: a record would print its password. */
  @Override
  public String toString() {
    return name();
  }

  Secrets secrets() {
    return new Secrets(url, password);
  }

  /**
   * Connects.
   *
   * @throws InputException if that is not possible, in one line
   */
  Connection connect() {
    Properties properties = new Properties();
    if (!user.isEmpty()) {
      properties.setProperty("user", user);
    }
    if (!password.isEmpty()) {
      properties.setProperty("password", password);
    }
    try {
      return drivers.connect(url, properties);
    } catch (InputException e) {
      throw e;
    } catch (SQLException | RuntimeException e) { // Some drivers refuse a URL by the latter.
      throw new InputException(name() + ": cannot connect: " + secrets().message(e));
    }
  }
}
