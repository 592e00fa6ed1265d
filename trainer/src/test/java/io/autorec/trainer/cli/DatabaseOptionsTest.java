package io.autorec.trainer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The options that name a database, on a database in memory. */
class DatabaseOptionsTest {
  private static final String URL = "jdbc:h2:mem:options;USER=sa";
  private static final String SQL =
      "SELECT x AS user_id, MOD(x, 3) AS item_id, MOD(x, 5) AS rating FROM SYSTEM_RANGE(1, 9)";

  @TempDir Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    Files.writeString(folder.resolve("query.sql"), SQL + ";\n");
    Files.writeString(folder.resolve("password"), "S3kr!t\n");
    Files.writeString(folder.resolve("empty"), "\n");
  }

  private String said(int status, List<String> words) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(said, true, Charset.defaultCharset());
    System.setOut(both);
    System.setErr(both);
    try {
      String[] arguments =
          words.stream()
              .map(
                  word ->
                      word.replace("URL", URL)
                          .replace("SQL", SQL)
                          .replace("DIR", folder.toString()))
              .toArray(String[]::new);
      assertEquals(status, AutorecTrainer.run(arguments));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    return said.toString(Charset.defaultCharset()).strip();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          check                                            | RATINGS: none (expected: files, or --jdbc URL --query SQL to read a database)
          tune                                             | RATINGS: none (expected: files, or --jdbc URL --query SQL to read a database)
          check --jdbc URL                                 | --jdbc: without --query (expected: --query SQL, or --query-file FILE)
          check a.csv --jdbc URL --query SQL               | --jdbc: with the file a.csv (expected: one of the two)
          train a.csv --query SQL                          | --query: without --jdbc (expected: --jdbc URL, too)
          check a.csv --query-file DIR/query.sql           | --query-file: without --jdbc (expected: --jdbc URL, too)
          check a.csv --jdbc-user sa                       | --jdbc-user: without --jdbc (expected: --jdbc URL, too)
          check a.csv --jdbc-password-file DIR/password    | --jdbc-password-file: without --jdbc (expected: --jdbc URL, too)
          check a.csv --jdbc-driver a.jar                  | --jdbc-driver: without --jdbc (expected: --jdbc URL, too)
          check --jdbc URL --query SQL --query-file a.sql  | --query: with --query-file a.sql (expected: one of two)
          check --jdbc URL --query-file no.sql             | --query-file: no.sql: cannot be read (expected: a text file in UTF-8)
          check --jdbc URL --query SQL --jdbc-password-file DIR/empty | --jdbc-password-file: DIR/empty: empty (expected: the password)
          check --jdbc h2:mem:S3kr!t --query SQL           | --jdbc: no URL of a database (expected: one that begins with jdbc:, such as jdbc:postgresql://localhost/shop)
          benchmark --jdbc jdbc:mysql://u:S3kr!t@h/db --query SQL | --jdbc: no driver for jdbc:mysql://h/db (expected: the jar of com.mysql:mysql-connector-j as --jdbc-driver JAR)
          """)
  void command_refuses_inOneLine(String words, String message) {
    String said = said(2, List.of(words.split(" ")));
    assertEquals(message.replace("DIR", folder.toString()), said);
  }

  @Test
  void check_readsByAQueryInAFile_withThePasswordOfAFile() {
    List<String> words =
        List.of(
            "check",
            "--jdbc",
            "URL",
            "--query-file",
            "DIR/query.sql",
            "--jdbc-password-file",
            "DIR/password");
    String said = said(0, words);
    assertTrue(said.startsWith("jdbc:h2:mem:options: 9 ratings of 3 items by 9 users"), said);
    assertFalse(said.contains("S3kr!t"), said);
  }

  @Test
  void train_takesTheDatabaseOfAConfigFile() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("shop.conf"), "jdbc = %s\nquery = %s WHERE x = 1\n".formatted(URL, SQL));
    assertEquals(
        "jdbc:h2:mem:options: ratings of 1 user only (expected: at least 2 users)",
        said(2, List.of("train", "--config", config.toString(), "--out", "DIR/models")));
  }
}
