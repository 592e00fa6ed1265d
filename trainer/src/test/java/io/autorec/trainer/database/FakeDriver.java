package io.autorec.trainer.database;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A driver that answers any query of {@code jdbc:fake:} or {@code jdbc:mysql:} with rows of user,
 * item and rating, fails where a test says so, and notes what is done with it.
 */
public final class FakeDriver implements Driver {
  /** What was done with connections, statements and results, in order. */
  static final List<String> NOTES = new ArrayList<>();

  /** The number of rows before the end, or the failure. */
  static int rows;

  /** The message of the failure after all rows; null for none. */
  static @Nullable String failure;

  /** The message of the failure of each item; null for none. */
  static @Nullable String badItem;

  static void reset(int howMany) {
    NOTES.clear();
    rows = howMany;
    failure = null;
    badItem = null;
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(FakeDriver.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith("jdbc:fake:") || url.startsWith("jdbc:mysql:");
  }

  @Override
  public Connection connect(String url, Properties properties) throws SQLException {
    if (url.contains("down")) {
      throw new SQLException("no answer from " + url + " as " + properties);
    }
    if (url.contains("odd")) {
      throw new IllegalArgumentException("odd: " + url);
    }
    return proxy(
        Connection.class,
        (self, method, arguments) ->
            switch (method.getName()) {
              case "getMetaData" -> metaData();
              case "createStatement" -> statement();
              case "isClosed" -> false;
              case "setReadOnly", "setAutoCommit" -> note(method.getName() + arguments[0]);
              default -> note(method.getName());
            });
  }

  private static DatabaseMetaData metaData() {
    return proxy(DatabaseMetaData.class, (self, method, arguments) -> "Fake");
  }

  private static Statement statement() {
    return proxy(
        Statement.class,
        (self, method, arguments) ->
            switch (method.getName()) {
              case "executeQuery" -> {
                note("query " + arguments[0]);
                yield result();
              }
              default -> note(method.getName() + arguments[0]);
            });
  }

  private static ResultSet result() {
    int[] row = new int[1];
    return proxy(
        ResultSet.class,
        (self, method, arguments) ->
            switch (method.getName()) {
              case "getMetaData" -> columns();
              case "next" -> {
                if (row[0] == rows && failure != null) {
                  throw new SQLException(failure);
                }
                yield row[0]++ < rows;
              }
              case "getString" -> value(row[0], (int) arguments[0]);
              default -> throw new UnsupportedOperationException(method.getName());
            });
  }

  private static String value(int row, int column) throws SQLException {
    if (column == 2 && badItem != null) {
      throw new SQLException(badItem);
    }
    return Integer.toString(column == 3 ? row % 5 : row / column);
  }

  private static ResultSetMetaData columns() {
    return proxy(
        ResultSetMetaData.class,
        (self, method, arguments) ->
            switch (method.getName()) {
              case "getColumnCount" -> 3;
              case "getColumnType" -> Types.VARCHAR;
              case "getColumnTypeName" -> "text";
              case "getColumnLabel" ->
                  List.of("user_id", "item_id", "rating").get((int) arguments[0] - 1);
              default -> throw new UnsupportedOperationException(method.getName());
            });
  }

  private static @Nullable Object note(String what) {
    NOTES.add(what);
    return null;
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }
}
