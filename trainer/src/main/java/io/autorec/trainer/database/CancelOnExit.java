package io.autorec.trainer.database;

import java.sql.SQLException;
import java.sql.Statement;

/**
 * Cancels a running statement when the program ends, by Ctrl-C for one: the database would go on
 * with it otherwise. Close it once all rows are read.
 */
final class CancelOnExit implements AutoCloseable {
  private final Thread hook;

  CancelOnExit(Statement statement) {
    this.hook = new Thread(() -> cancel(statement));
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The program ends already.
    }
  }

  private static void cancel(Statement statement) {
    try {
      statement.cancel();
    } catch (SQLException e) {
      // It ends by itself then.
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The program ends: it is running.
    }
  }
}
