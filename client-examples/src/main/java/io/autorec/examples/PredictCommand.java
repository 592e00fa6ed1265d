package io.autorec.examples;

import io.autorec.examples.calls.Retry;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.AutoRecServiceGrpc.AutoRecServiceBlockingStub;
import io.autorec.v1.GetModelRequest;
import io.autorec.v1.GetModelResponse;
import io.autorec.v1.Orientation;
import io.autorec.v1.PredictRequest;
import io.autorec.v1.PredictResponse;
import io.autorec.v1.Prediction;
import io.autorec.v1.RatingVector;
import io.autorec.v1.Vocabulary;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Prints what the model expects beside the ratings given. They are one row of the model: ratings of
 * items for a user-based model, ratings by users for an item-based one.
 */
@Command(name = "predict", description = "What the model expects beside these ratings.")
final class PredictCommand implements Callable<Integer> {

  private final Function<CallOptions, ManagedChannel> channels;
  private final Retry retry;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private CallOptions options = new CallOptions();
  @Mixin private OneCallOptions question = new OneCallOptions();

  @Option(
      names = "--ids",
      paramLabel = "ID",
      split = ",",
      description = "Columns to predict, in this order (default: the highest of all).")
  private List<String> ids = new ArrayList<>();

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "Without --ids, how many to print (default: ${DEFAULT-VALUE}).",
      defaultValue = "10")
  private int top;

  PredictCommand(Function<CallOptions, ManagedChannel> channels, Retry retry) {
    this.channels = channels;
    this.retry = retry;
  }

  @Override
  public Integer call() {
    Deadline deadline = question.deadline();
    Metadata headers = options.headers();
    try (Connection connection = new Connection(channels.apply(options), headers)) {
      AutoRecServiceBlockingStub stub =
          AutoRecServiceGrpc.newBlockingStub(connection.channel()).withDeadline(deadline);
      GetModelRequest modelRequest =
          GetModelRequest.newBuilder().setModel(options.model()).setIncludeVocabulary(true).build();
      GetModelResponse model = retry.call(deadline, () -> stub.getModel(modelRequest));
      // Ask the very version whose vocabulary this is; a newer one may have come in between.
      PredictRequest request =
          PredictRequest.newBuilder()
              .setModel(model.getModel().getModel())
              .addVectors(RatingVector.newBuilder().setSparse(question.ratings()))
              .addAllIds(ids)
              .build();
      PredictResponse answer = retry.call(deadline, () -> stub.predict(request));
      print(answer, model, Objects.requireNonNull(spec).commandLine().getOut());
    }
    return 0;
  }

  private void print(PredictResponse answer, GetModelResponse model, PrintWriter out) {
    boolean itemBased =
        model.getModel().getManifest().getOrientation() == Orientation.ORIENTATION_ITEM;
    out.printf(
        "Predicted by %s version %d, %s%n",
        answer.getModel().getName(),
        answer.getModel().getVersion(),
        itemBased
            ? "item-based: an item's ratings by each user"
            : "user-based: a user's rating of each item");
    Vocabulary columns = itemBased ? model.getUsers() : model.getItems();
    List<String> named = answer.getIdsCount() > 0 ? answer.getIdsList() : columns.getIdsList();
    Prediction prediction = answer.getPredictions(0);
    Table table = new Table(itemBased ? "user" : "item", "predicted", "title");
    shown(prediction)
        .forEach(
            column ->
                table.add(
                    named.get(column),
                    Table.rating(prediction.getValues(column)),
                    title(columns, named.get(column))));
    table.print(out);
    List<String> unknown = new ArrayList<>(answer.getUnknownIdsList());
    unknown.addAll(prediction.getUnknownIdsList());
    if (!unknown.isEmpty()) {
      out.println("unknown to the model, ignored: " + String.join(" ", unknown));
    }
  }

  private IntStream shown(Prediction prediction) {
    IntStream all = IntStream.range(0, prediction.getValuesCount());
    return ids.isEmpty()
        ? all.boxed()
            .sorted(Comparator.comparing(prediction::getValues).reversed())
            .limit(top)
            .mapToInt(column -> column)
        : all;
  }

  private static String title(Vocabulary columns, String id) {
    return columns.getTitlesCount() == 0 ? "" : columns.getTitles(columns.getIdsList().indexOf(id));
  }
}
