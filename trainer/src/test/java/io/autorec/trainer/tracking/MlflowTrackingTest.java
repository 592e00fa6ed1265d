package io.autorec.trainer.tracking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.autorec.model.Orientation;
import io.autorec.model.RatingScale;
import io.autorec.trainer.evaluation.EpochResult;
import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.ratings.Feedback;
import io.autorec.trainer.report.DataProfile;
import io.autorec.trainer.report.RunReport;
import io.autorec.trainer.report.RunReportBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MlflowTrackingTest {
  private static final int EPOCHS = 700;
  private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
  private static final MlflowClient.Limits LIMITS =
      new MlflowClient.Limits(
          Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(60));

  @TempDir Path folder;
  private final List<String> notes = new ArrayList<>();
  private final Map<String, String> variables = new HashMap<>();
  private Path version = Path.of("");
  private FakeMlflow mlflow;

  @BeforeEach
  void start() throws IOException {
    mlflow = new FakeMlflow();
    version = Files.createDirectories(folder.resolve("films/3"));
    Files.writeString(version.resolve("model.onnx"), "weights");
    Files.writeString(version.resolve("report.html"), "<html>");
    variables.put("MLFLOW_TRACKING_URI", mlflow.address());
  }

  @AfterEach
  void stop() {
    mlflow.close();
  }

  @Test
  void log_sendsTheRun_andEndsIt() throws Exception {
    variables.put("MLFLOW_EXPERIMENT_NAME", "films & more");

    log(LIMITS);

    assertEquals(
        List.of("logged to MLflow: " + mlflow.address() + "/#/experiments/7/runs/r1"), notes);
    assertEquals(
        "mlflow/experiments/get-by-name?experiment_name=films%20%26%20more",
        mlflow.requests().get(0).path());
    JsonObject experiment = only("mlflow/experiments/create").json();
    assertEquals("films & more", experiment.get("name").getAsString());
    JsonObject created = only("mlflow/runs/create").json();
    assertEquals("7", created.get("experiment_id").getAsString());
    assertEquals("films/3", created.get("run_name").getAsString());
    JsonObject ended = only("mlflow/runs/update").json();
    assertEquals("FINISHED", ended.get("status").getAsString());
    assertEquals(NOW.toEpochMilli(), ended.get("end_time").getAsLong());
    assertNull(only("mlflow/runs/create").authorization());
  }

  @Test
  void log_sendsParametersAndMetrics_inBatchesThatMlflowTakes() throws Exception {
    mlflow.haveExperiment();

    log(LIMITS);

    assertEquals(List.of(), mlflow.requests("mlflow/experiments/create"));
    Map<String, String> parameters = new HashMap<>();
    Set<String> metrics = new HashSet<>();
    for (FakeMlflow.Request batch : mlflow.requests("mlflow/runs/log-batch")) {
      assertEquals("r1", batch.json().get("run_id").getAsString());
      List<JsonElement> some = array(batch, "params");
      assertTrue(some.size() <= 100, "parameters: " + some.size());
      some.forEach(
          one ->
              parameters.put(
                  one.getAsJsonObject().get("key").getAsString(),
                  one.getAsJsonObject().get("value").getAsString()));
      List<JsonElement> numbers = array(batch, "metrics");
      assertTrue(numbers.size() <= 1000, "metrics: " + numbers.size());
      numbers.forEach(
          one -> {
            JsonObject metric = one.getAsJsonObject();
            metrics.add(
                "%s[%d]=%s"
                    .formatted(
                        metric.get("key").getAsString(),
                        metric.get("step").getAsInt(),
                        metric.get("value")));
          });
    }
    assertEquals("500", parameters.get("ksize"));
    assertEquals("ratings.csv", parameters.get("data/file"));
    assertEquals(151, parameters.size());
    assertTrue(metrics.contains("network-1/training_rmse[1]=1.5"), "first epoch");
    assertTrue(metrics.contains("network-2/validation_rmse[%d]=0.5".formatted(EPOCHS)), "last");
    assertTrue(metrics.contains("test_rmse[0]=0.875"), "test");
    assertTrue(metrics.contains("baseline/bias_rmse[0]=0.9375"), "baseline");
    // NaN, where every rating is cold, is no number of JSON.
    assertFalse(metrics.stream().anyMatch(one -> one.startsWith("test_rmse_known")));
    assertEquals(4 * EPOCHS + 6, metrics.size());
  }

  @Test
  void log_uploadsTheFilesOfTheVersion() throws Exception {
    log(LIMITS);
    assertEquals(
        "weights", only("mlflow-artifacts/artifacts/7/r1/artifacts/films/3/model.onnx").body());
    assertEquals(
        "PUT", only("mlflow-artifacts/artifacts/7/r1/artifacts/films/3/report.html").method());
  }

  @Test
  void log_saysWhyFilesAreNotUploaded_andFinishesTheRun() throws Exception {
    for (String store :
        List.of(
            "s3://key:secret@bucket/7",
            "file:///srv/7",
            "mlflow-artifacts://other.example:5000/7/r1")) {
      notes.clear();
      mlflow.keepArtifactsAt(store);
      log(LIMITS);
      assertTrue(
          notes
              .get(0)
              .contains(
                  "; its files are not uploaded: the server does not take them, it names "
                      + store.substring(0, store.indexOf(':') + 1)),
          notes.toString());
      assertFalse(notes.toString().contains("secret"), notes.toString());
    }
    assertEquals(List.of(), mlflow.requests("mlflow-artifacts"));
    assertEquals(3, mlflow.requests("mlflow/runs/update").size());
  }

  @Test
  void log_finishesTheRun_whenAFileIsRefused() throws Exception {
    mlflow.failAt("mlflow-artifacts", "too large");
    log(LIMITS);
    assertEquals(1, notes.size(), notes.toString());
    assertTrue(notes.get(0).contains("its files are not uploaded: "), notes.toString());
    assertTrue(notes.get(0).endsWith(": too large"), notes.toString());
    assertEquals("FINISHED", status());
  }

  @Test
  void log_warnsInOneLine_andFailsTheRun_whenNumbersAreRefused() throws Exception {
    mlflow.failAt("mlflow/runs/log-batch", "{\"message\": \"no\\nroom\"}");
    log(LIMITS);
    assertEquals(
        List.of(
            "MLflow: the run is not logged: %s answers 500 to mlflow/runs/log-batch: no room (%s is published)"
                .formatted(mlflow.address(), version)),
        notes);
    assertEquals("FAILED", status());
  }

  @Test
  void log_warns_whenTheServerIsNoMlflow() throws Exception {
    mlflow.haveExperiment();
    for (String body : List.of("<html>", "[]")) {
      notes.clear();
      mlflow.failAt("mlflow/runs/create", body);
      log(LIMITS);
      assertEquals(1, notes.size(), notes.toString());
      assertTrue(notes.get(0).startsWith("MLflow: the run is not logged: "), notes.toString());
    }
  }

  @Test
  void log_warns_whenNobodyListens() throws Exception {
    mlflow.close();
    log(LIMITS);
    assertEquals(
        List.of(
            "MLflow: the run is not logged: cannot connect to %s (%s is published)"
                .formatted(mlflow.address(), version)),
        notes);
  }

  /** The clock stands still, and the time of a call is none: it is over at once. */
  @Test
  void log_givesUp_whenNoAnswerComesInTime() throws Exception {
    mlflow.hangAt("mlflow/runs/log-batch");
    log(new MlflowClient.Limits(Duration.ofSeconds(5), Duration.ZERO, Duration.ofSeconds(60)));
    assertEquals(1, notes.size(), notes.toString());
    assertTrue(notes.get(0).contains("no answer in time from "), notes.toString());
  }

  @Test
  void log_endsTheRunAsKilled_onASignal() throws Exception {
    mlflow.haveExperiment();
    mlflow.hangAt("mlflow/runs/log-batch");
    tracking(LIMITS)
        .log(report(), version, () -> !mlflow.requests("mlflow/runs/log-batch").isEmpty());
    assertTrue(notes.get(0).contains("stopped by a signal"), notes.toString());
    assertEquals("KILLED", status());
  }

  @Test
  void log_sendsCredentials_andNeverShowsThem() throws Exception {
    mlflow.failAt("mlflow/runs/create", "{\"message\": \"bad Basic bWU6c2VjcmV0 secret\"}");
    variables.put("MLFLOW_TRACKING_USERNAME", "me");
    variables.put("MLFLOW_TRACKING_PASSWORD", "secret");
    log(LIMITS);
    assertEquals("Basic bWU6c2VjcmV0", only("mlflow/runs/create").authorization());
    assertTrue(notes.get(0).contains("bad Basic *** ***"), notes.toString());
  }

  @Test
  void log_takesTheTokenOrTheUserOfTheAddress() throws Exception {
    variables.put("MLFLOW_TRACKING_TOKEN", "abc");
    log(LIMITS);
    assertEquals("Bearer abc", only("mlflow/runs/create").authorization());

    variables.remove("MLFLOW_TRACKING_TOKEN");
    variables.put("MLFLOW_TRACKING_URI", mlflow.address().replace("//", "//me:secret@") + "/");
    log(LIMITS);
    assertEquals(
        "Basic bWU6c2VjcmV0", mlflow.requests("mlflow/runs/create").get(1).authorization());
    assertFalse(notes.toString().contains("secret"), notes.toString());
  }

  @Test
  void of_isEmpty_withoutTheVariable() {
    assertTrue(MlflowTracking.of(Map.of(), notes::add).isEmpty());
    assertEquals(List.of(), notes);
  }

  @Test
  void of_saysInOneLine_whatCannotBeUsed() {
    Map<String, String> expected =
        Map.of(
            "file:///mlruns", "file: (expected: http or https)",
            "databricks", "no address of a server (expected: http or https)",
            "http://me:se cret@host", "no address (expected: http://HOST:PORT)",
            "http:///x", "without a host (expected: http://HOST:PORT)");
    expected.forEach(
        (uri, told) -> {
          notes.clear();
          assertTrue(
              MlflowTracking.of(Map.of("MLFLOW_TRACKING_URI", uri), notes::add).isEmpty(), uri);
          assertEquals(
              List.of("MLflow: this run is not logged: MLFLOW_TRACKING_URI: " + told), notes);
        });
    notes.clear();
    variables.put("MLFLOW_TRACKING_TOKEN", "a\nsecret");
    assertTrue(MlflowTracking.of(variables, notes::add).isEmpty());
    assertFalse(notes.toString().contains("secret"), notes.toString());
  }

  private void log(MlflowClient.Limits limits) throws MlflowException {
    tracking(limits).log(report(), version, () -> false);
  }

  private MlflowTracking tracking(MlflowClient.Limits limits) throws MlflowException {
    MlflowServer server = MlflowServer.of(variables);
    if (server == null) {
      throw new AssertionError("no server");
    }
    return new MlflowTracking(server, limits, Clock.fixed(NOW, ZoneOffset.UTC), notes::add);
  }

  private String status() {
    return only("mlflow/runs/update").json().get("status").getAsString();
  }

  private FakeMlflow.Request only(String path) {
    List<FakeMlflow.Request> requests = mlflow.requests(path);
    assertEquals(1, requests.size(), path);
    return requests.get(0);
  }

  private static List<JsonElement> array(FakeMlflow.Request request, String name) {
    return request.json().has(name) ? request.json().getAsJsonArray(name).asList() : List.of();
  }

  private static RunReport report() {
    Map<String, String> settings = new TreeMap<>(Map.of("ksize", "500"));
    for (int i = 0; i < 149; i++) {
      settings.put("option" + i, "x".repeat(1000));
    }
    List<EpochResult> epochs = new ArrayList<>();
    for (int network = 1; network <= 2; network++) {
      for (int epoch = 1; epoch <= EPOCHS; epoch++) {
        epochs.add(new EpochResult(network, epoch, 1.5, 0.5, 0.25));
      }
    }
    return RunReportBuilder.builder()
        .name("films")
        .title("AutoRec, item-based, on ratings.csv")
        .feedback(Feedback.RATINGS)
        .orientation(Orientation.ITEM)
        .scale(new RatingScale(1, 5))
        .settings(settings)
        .data(Map.of("file", "ratings.csv"))
        .profile(new DataProfile(new TreeMap<>(), List.of(), ""))
        .epochs(epochs)
        .trials(List.of())
        .bestEpoch(2)
        .test(new PredictionError(0.875, 0.625, 7, 7, Double.NaN, new long[32]))
        .baselines(new RunReport.Baselines(1.25, 0.9375))
        .examples(List.of())
        .build();
  }
}
