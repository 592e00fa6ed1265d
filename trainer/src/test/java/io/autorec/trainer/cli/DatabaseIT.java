package io.autorec.trainer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** Ratings from a real PostgreSQL, where one is installed. */
class DatabaseIT {
  private static final String QUERY = "SELECT rated_at AS time, stars, film_id, user_id FROM seen";
  private static final Map<String, String> PASSWORD =
      Map.of("AUTOREC_JDBC_PASSWORD", PostgresCluster.PASSWORD);

  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init") // Skipped without it.
  private static PostgresCluster postgres;

  @BeforeAll
  static void loadRatings() throws Exception {
    postgres = PostgresCluster.start();
    Path file = folder.resolve("ratings.csv");
    assertEquals(0, AutorecTrainer.run("sample", file.toString()));
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        Reader rows = Files.newBufferedReader(file)) {
      statement.execute(
          "CREATE TABLE raw (user_id int, film_id text, stars numeric(3, 1), at bigint)");
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("COPY raw FROM STDIN (FORMAT csv, HEADER)", rows);
      statement.execute(
          "CREATE TABLE seen AS SELECT user_id, film_id, stars, to_timestamp(at) AS rated_at,"
              + " '{}'::jsonb AS details FROM raw ORDER BY random()");
    }
  }

  @AfterAll
  static void stop() throws Exception {
    if (postgres != null) {
      postgres.stop();
    }
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(
        postgres.url(), PostgresCluster.USER, PostgresCluster.PASSWORD);
  }

  private static TrainerProcess run(Map<String, String> variables, String... words)
      throws IOException, InterruptedException {
    return TrainerProcess.run(folder, List.of("-Xmx256m"), variables, process -> {}, words);
  }

  private static String[] fromDatabase(String command, String query, String... more) {
    return Stream.concat(
            Stream.of(
                command,
                "--jdbc",
                postgres.url(),
                "--jdbc-user",
                PostgresCluster.USER,
                "--query",
                query,
                "--item-column",
                "film_id"),
            Stream.of(more))
        .toArray(String[]::new);
  }

  @Test
  void check_saysOfATable_whatItSaysOfTheFile() throws Exception {
    TrainerProcess ofFile = run(Map.of(), "check", "ratings.csv");
    TrainerProcess ofTable = run(PASSWORD, fromDatabase("check", QUERY));
    assertEquals(0, ofTable.status(), ofTable.lines()::toString);
    assertEquals(
        ofFile.lines().get(0).replace("ratings.csv", postgres.url()), ofTable.lines().get(0));
    assertEquals(
        "  rows of PostgreSQL; columns user_id, film_id, stars, time", ofTable.lines().get(1));
    assertEquals(
        ofFile.lines().subList(3, ofFile.lines().size()),
        ofTable.lines().subList(3, ofTable.lines().size()));
  }

  @Test
  void train_isThatOfTheFile_andKeepsNoPassword() throws Exception {
    String[] options = {"-e", "1", "-k", "5", "--device", "cpu"};
    TrainerProcess ofFile =
        run(
            Map.of(),
            Stream.concat(Stream.of("train", "ratings.csv", "--out", "a"), Stream.of(options))
                .toArray(String[]::new));
    TrainerProcess ofTable =
        run(
            PASSWORD,
            fromDatabase(
                "train",
                QUERY,
                Stream.concat(Stream.of("--out", "b"), Stream.of(options)).toArray(String[]::new)));
    assertEquals(0, ofTable.status(), ofTable.lines()::toString);
    assertEquals(rmse(ofFile), rmse(ofTable));
    assertFalse(ofTable.hasLine(PostgresCluster.PASSWORD));
    try (Stream<Path> files = Files.walk(folder.resolve("b"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertFalse(content.contains(PostgresCluster.PASSWORD), file::toString);
      }
    }
    String report = Files.readString(folder.resolve("b/autorec/1/metrics.json"));
    assertTrue(report.contains('"' + postgres.url() + '"'), report);
  }

  private static List<String> rmse(TrainerProcess process) {
    List<String> lines = process.lines().stream().filter(line -> line.contains("RMSE")).toList();
    assertFalse(lines.isEmpty(), process.lines()::toString);
    return lines.stream().map(line -> line.replaceAll("[0-9.]+ ?m?s\\b", "")).toList();
  }

  @Test
  void check_refusesInOneLine() throws Exception {
    assertEquals(
        postgres.url()
            + ": cannot connect: FATAL: password authentication failed for user \"shop\"",
        refusal(Map.of("AUTOREC_JDBC_PASSWORD", "wrong"), QUERY));
    assertEquals(
        "query: ERROR: relation \"nothing\" does not exist Position: 15",
        refusal(PASSWORD, "SELECT * FROM nothing"));
    assertEquals(
        "query: ERROR: cannot execute DELETE in a read-only transaction",
        refusal(PASSWORD, "DELETE FROM seen RETURNING user_id"));
    assertEquals(
        "query: column details holds lists or records (expected: one value in each row)",
        refusal(PASSWORD, "SELECT * FROM seen", "--rating-column", "details"));
    String lost =
        refusal(
            PASSWORD,
            "SELECT user_id, film_id, CASE row_number() OVER () WHEN 12345 THEN 1 / (stars - stars) ELSE stars END"
                + " AS stars FROM seen",
            "--skip-bad-rows");
    assertTrue(lost.matches("query, after row 1[0-9]{4}: ERROR: division by zero"), lost);
  }

  private static String refusal(Map<String, String> variables, String query, String... more)
      throws Exception {
    TrainerProcess refused = run(variables, fromDatabase("check", query, more));
    assertEquals(2, refused.status(), refused.lines()::toString);
    assertEquals(1, refused.lines().size(), refused.lines()::toString);
    return refused.last();
  }

  @Test
  @Timeout(180)
  void check_cancelsTheQuery_whenItIsStopped() throws Exception {
    String sql = "SELECT pg_sleep(3600), 1 AS user_id, 1 AS film_id";
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                AutorecTrainer.class.getName()));
    command.addAll(List.of(fromDatabase("check", sql)));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD);
    builder.environment().putAll(PASSWORD);
    Process process = builder.start();
    try {
      await(sql, true);
      process.destroy();
      assertEquals(143, process.waitFor());
      await(sql, false);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Waits until a query is running, or is not. */
  private static void await(String sql, boolean running) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement others =
            connection.prepareStatement(
                "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE query = ? AND state = 'active'),"
                    + " pg_sleep(0.02)")) {
      others.setString(1, sql);
      for (boolean is = !running; is != running; ) {
        try (ResultSet result = others.executeQuery()) {
          assertTrue(result.next());
          is = result.getBoolean(1);
        }
      }
    }
  }
}
