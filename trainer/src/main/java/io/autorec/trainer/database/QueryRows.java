package io.autorec.trainer.database;

import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.UnreadableException;
import io.autorec.trainer.records.RecordRows;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a query. The database is asked for some thousands at a time, so memory does not grow with
 * their number. The transaction is read-only and never committed.
 */
public final class QueryRows extends RecordRows {
  /** How the rows are called in messages: {@code query, row 17}. */
  public static final String SHOWN = "query";

  private static final int FETCHED_ROWS = 5000;

  private final Secrets secrets;
  private final Connection connection;
  private final CancelOnExit cancel;
  private final ResultSet result;
  private final String product;
  private final List<String> names = new ArrayList<>();
  private final List<@Nullable SqlText> spelled = new ArrayList<>();
  private final Set<String> nested = new LinkedHashSet<>();

  private List<Integer> chosen = List.of();
  private long row;
  private boolean isFinished;

  private QueryRows(DatabaseQuery query, Connection connection) throws SQLException {
    this.secrets = query.secrets();
    this.connection = connection;
    this.product = connection.getMetaData().getDatabaseProductName();
    readOnly(connection);
    connection.setAutoCommit(false); // PostgreSQL streams rows only then.
    Statement statement =
        connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
    // MySQL's driver streams rows by this value alone, and holds all of them otherwise.
    statement.setFetchSize(query.url().kind().equals("mysql") ? Integer.MIN_VALUE : FETCHED_ROWS);
    this.cancel = new CancelOnExit(statement);
    try {
      this.result = statement.executeQuery(query.sql());
      describe(result.getMetaData());
    } catch (SQLException | RuntimeException e) {
      cancel.close();
      throw e;
    }
  }

  private void describe(ResultSetMetaData columns) throws SQLException {
    for (int column = 1; column <= columns.getColumnCount(); column++) {
      String name = columns.getColumnLabel(column);
      SqlText text = SqlText.of(columns.getColumnType(column), columns.getColumnTypeName(column));
      if (text == null) {
        nested.add(name);
      }
      // Without a name nothing finds it, and the positions of the others stay.
      names.add(text == null ? "" : name);
      spelled.add(text);
    }
  }

  /**
   * Connects and asks.
   *
   * @throws InputException if the database cannot be reached, or refuses the query, in one line
   */
  public static QueryRows open(DatabaseQuery query) {
    Connection connection = query.connect();
    try {
      return new QueryRows(query, connection);
    } catch (SQLException | RuntimeException e) {
      end(connection);
      throw new InputException(SHOWN + ": " + query.secrets().message(e));
    }
  }

  @Override
  public String description() {
    return "rows of " + product;
  }

  @Override
  public List<String> names() {
    return List.copyOf(names);
  }

  @Override
  public String placeOfNames() {
    return "the result of the query";
  }

  @Override
  public Set<String> nested() {
    return Set.copyOf(nested);
  }

  @Override
  public void choose(List<Integer> columns) {
    for (int column : columns) {
      if (spelled.get(column) == null) {
        throw new InputException(
            "%s: column %d holds lists, records or bytes (expected: one value in each row)"
                .formatted(SHOWN, column + 1));
      }
    }
    chosen = List.copyOf(columns);
  }

  @Override
  public boolean next() throws IOException {
    try {
      isFinished = !result.next();
    } catch (SQLException | RuntimeException e) {
      throw new UnreadableException(
          (row == 0 ? ": " : ", after row " + row + ": ") + secrets.message(e), e);
    }
    if (isFinished) {
      return false;
    }
    row++;
    readRow();
    return true;
  }

  @Override
  public long line() {
    return row;
  }

  @Override
  public String place() {
    return ", row " + row;
  }

  @Override
  public void close() {
    cancel.close();
    if (!isFinished) {
      abort();
    }
    end(connection);
  }

  private void readRow() {
    fields = new ArrayList<>(chosen.size());
    for (int column : chosen) {
      SqlText text = spelled.get(column);
      try {
        fields.add(text == null ? "" : text.of(result, column + 1));
      } catch (SQLException e) {
        throw new InputException(
            "%s%s: column %s: %s".formatted(SHOWN, place(), names.get(column), secrets.message(e)));
      }
    }
  }

  /** Ends the connection at once: some drivers would first read all rows that are left. */
  private void abort() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // It is closed next.
    }
  }

  private static void end(Connection connection) {
    try (connection) {
      if (!connection.isClosed()) {
        connection.rollback();
      }
    } catch (SQLException e) {
      // All rows are read, or the reason why not is known.
    }
  }

  /** Asks for a read-only connection; SQLite's driver takes that before it connects alone. */
  private static void readOnly(Connection connection) {
    try {
      connection.setReadOnly(true);
    } catch (SQLException e) {
      // Nothing is committed in any case.
    }
  }
}
