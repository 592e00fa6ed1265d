package io.autorec.trainer.tracking;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.autorec.trainer.publish.TrainerVersion;
import io.autorec.trainer.report.RunReport;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Logs a run that is published to MLflow, all at once: parameters, the errors of each epoch, the
 * results, and the version's files.
 *
 * <p>Nothing is thrown, and nothing of the version changes. What goes wrong is told in one line.
 */
public final class MlflowTracking {
  private static final int MOST_METRICS = 1000;
  private static final int MOST_PARAMETERS = 100;
  private static final String RUNS = "mlflow/runs/";

  private final MlflowServer server;
  private final MlflowClient.Limits limits;
  private final Clock clock;
  private final Consumer<String> notes;

  MlflowTracking(
      MlflowServer server, MlflowClient.Limits limits, Clock clock, Consumer<String> notes) {
    this.server = server;
    this.limits = limits;
    this.clock = clock;
    this.notes = notes;
  }

  /**
   * Reads the variables that MLflow's own clients read; nothing is sent.
   *
   * @param notes is told in one line each what happened
   * @return empty if they name no server, or none that can be used
   */
  public static Optional<MlflowTracking> of(Map<String, String> variables, Consumer<String> notes) {
    try {
      MlflowServer server = MlflowServer.of(variables);
      return server == null
          ? Optional.empty()
          : Optional.of(
              new MlflowTracking(server, MlflowClient.Limits.DEFAULT, Clock.systemUTC(), notes));
    } catch (MlflowException e) {
      notes.accept("MLflow: this run is not logged: " + e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Logs a run.
   *
   * @param version the folder of the published version
   * @param stop asked while calls run; true ends them
   */
  public void log(RunReport report, Path version, BooleanSupplier stop) {
    MlflowClient client = new MlflowClient(server, limits, clock, stop);
    try {
      String experiment = experiment(client);
      long start = clock.millis() - RunNumbers.millis(report);
      JsonObject run = create(client, experiment, report, version, start);
      String id = run.get("run_id").getAsString();
      try {
        logNumbers(client, id, report, start);
      } catch (MlflowException | RuntimeException e) {
        end(client, id, stop.getAsBoolean() ? "KILLED" : "FAILED");
        throw e;
      }
      String missing = upload(client, text(run, "artifact_uri"), version);
      boolean isKilled = missing != null && stop.getAsBoolean();
      update(client, id, isKilled ? "KILLED" : "FINISHED");
      notes.accept(
          "logged to MLflow: %s/#/experiments/%s/runs/%s".formatted(server, experiment, id)
              + (missing == null ? "" : "; its files are not uploaded: " + missing));
    } catch (MlflowException e) {
      warn(version, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // An answer of another shape.
      warn(version, server.told("%s: unexpected answer (%s)".formatted(server, e.getMessage())));
    }
  }

  private void warn(Path version, String reason) {
    notes.accept("MLflow: the run is not logged: %s (%s is published)".formatted(reason, version));
  }

  /** The id of the experiment; it is created where it is missing. */
  private String experiment(MlflowClient client) throws MlflowException {
    String find = "mlflow/experiments/get-by-name?experiment_name=" + encoded(server.experiment());
    JsonObject found = client.find(find);
    if (found == null) {
      JsonObject create = new JsonObject();
      create.addProperty("name", server.experiment());
      try {
        return text(client.post("mlflow/experiments/create", create), "experiment_id");
      } catch (MlflowException e) {
        // Another run may have created it in the meantime.
        found = client.find(find);
        if (found == null) {
          throw e;
        }
      }
    }
    return text(found.getAsJsonObject("experiment"), "experiment_id");
  }

  private static JsonObject create(
      MlflowClient client, String experiment, RunReport report, Path version, long start)
      throws MlflowException {
    String number = String.valueOf(version.getFileName());
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("mlflow.source.name", "autorec-trainer");
    tags.put("mlflow.source.type", "LOCAL");
    tags.put("mlflow.note.content", report.title());
    tags.put("autorec.trainer", TrainerVersion.number());
    tags.put("autorec.model", report.name());
    tags.put("autorec.model_version", number);
    tags.put(
        "autorec.kind",
        report.feedback().isImplicit() ? "interactions" : report.orientation() + "-based");
    JsonObject body = new JsonObject();
    body.addProperty("experiment_id", experiment);
    body.addProperty("run_name", report.name() + "/" + number);
    body.addProperty("start_time", start);
    body.add("tags", pairs(tags));
    return client.post(RUNS + "create", body).getAsJsonObject("run").getAsJsonObject("info");
  }

  private static void logNumbers(MlflowClient client, String run, RunReport report, long start)
      throws MlflowException {
    List<JsonElement> parameters = pairs(RunNumbers.parameters(report)).asList();
    for (int from = 0; from < parameters.size(); from += MOST_PARAMETERS) {
      batch(client, run, "params", parameters, from, MOST_PARAMETERS);
    }
    List<JsonElement> metrics = new ArrayList<>();
    for (RunNumbers.Metric metric : RunNumbers.metrics(report)) {
      JsonObject json = new JsonObject();
      json.addProperty("key", metric.key());
      json.addProperty("value", metric.value());
      json.addProperty("timestamp", start + metric.millis());
      json.addProperty("step", metric.step());
      metrics.add(json);
    }
    for (int from = 0; from < metrics.size(); from += MOST_METRICS) {
      batch(client, run, "metrics", metrics, from, MOST_METRICS);
    }
  }

  private static void batch(
      MlflowClient client, String run, String kind, List<JsonElement> all, int from, int most)
      throws MlflowException {
    JsonArray some = new JsonArray();
    all.subList(from, Math.min(all.size(), from + most)).forEach(some::add);
    JsonObject body = new JsonObject();
    body.addProperty("run_id", run);
    body.add(kind, some);
    client.post(RUNS + "log-batch", body);
  }

  private static JsonArray pairs(Map<String, String> values) {
    JsonArray pairs = new JsonArray();
    values.forEach(
        (key, value) -> {
          JsonObject pair = new JsonObject();
          pair.addProperty("key", key);
          pair.addProperty("value", value);
          pairs.add(pair);
        });
    return pairs;
  }

  /**
   * Uploads the version's files as {@code <name>/<version>/<file>}, so that what is downloaded is a
   * model repository.
   *
   * @return why they are not there, or not all; null if they are
   */
  private @Nullable String upload(MlflowClient client, String artifacts, Path version) {
    Optional<String> root = ArtifactPath.of(artifacts, server.address());
    if (root.isEmpty()) {
      return "the server does not take them, it names "
          + server.told(ArtifactPath.kind(artifacts))
          + " (expected: mlflow-artifacts:)";
    }
    Path model = version.toAbsolutePath().getParent();
    String folder =
        "%s/%s/%s"
            .formatted(
                root.get(),
                encoded(model == null ? "model" : String.valueOf(model.getFileName())),
                encoded(String.valueOf(version.getFileName())));
    try (Stream<Path> files = Files.list(version)) {
      for (Path file : files.sorted().toList()) {
        client.put(folder + "/" + encoded(String.valueOf(file.getFileName())), file);
      }
      return null;
    } catch (MlflowException e) {
      return e.getMessage();
    } catch (IOException e) {
      return version + " cannot be listed";
    }
  }

  /** Ends a run of which something failed, if the server still answers. */
  private void end(MlflowClient client, String run, String status) {
    try {
      update(client, run, status);
    } catch (MlflowException e) {
      // The first failure is told.
    }
  }

  private void update(MlflowClient client, String run, String status) throws MlflowException {
    JsonObject body = new JsonObject();
    body.addProperty("run_id", run);
    body.addProperty("status", status);
    body.addProperty("end_time", clock.millis());
    client.postLast(RUNS + "update", body);
  }

  private static String text(JsonObject json, String name) {
    return json.get(name).getAsString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
