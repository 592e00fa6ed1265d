package io.autorec.server.endpoint;

import com.google.protobuf.UnsafeByteOperations;
import com.google.rpc.BadRequest;
import io.autorec.server.answer.NearestIds;
import io.autorec.server.answer.PredictedRatings;
import io.autorec.server.answer.RecommendedItems;
import io.autorec.server.answer.Refusal;
import io.autorec.server.calls.RefusalStatus;
import io.autorec.server.repository.BadVersion;
import io.autorec.server.repository.ModelCatalog;
import io.autorec.server.repository.version.LoadedModel;
import io.autorec.server.request.InputRow;
import io.autorec.server.request.PredictQuery;
import io.autorec.server.request.RecommendQuery;
import io.autorec.v1.ListModelsResponse;
import io.autorec.v1.ModelInfo;
import io.autorec.v1.ModelRef;
import io.autorec.v1.PredictResponse;
import io.autorec.v1.Prediction;
import io.autorec.v1.Reason;
import io.autorec.v1.RecommendResponse;
import io.autorec.v1.Recommendation;
import io.autorec.v1.SimilarItemsResponse;
import io.autorec.v1.SimilarUsersResponse;
import io.autorec.v1.StreamError;
import io.autorec.v1.UnknownIds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Builds the messages of the service from the answers of use cases. */
final class Responses {
  private Responses() {}

  static RecommendResponse recommend(RecommendedItems answer) {
    RecommendQuery query = answer.query();
    RecommendResponse.Builder response =
        RecommendResponse.newBuilder()
            .setModel(answer.model().ref())
            .setBasis(answer.basis())
            .setUnknownIds(
                UnknownIds.newBuilder()
                    .addAllRatings(query.ratings().map(InputRow::unknownIds).orElse(List.of()))
                    .addAllExcludeIds(query.excluded().unknownIds())
                    .addAllCandidateIds(query.candidates().unknownIds()))
            .setNextPageToken(answer.nextPageToken())
            .setRankedBy(query.order());
    for (RecommendedItems.Item item : answer.items()) {
      Recommendation.Builder recommendation =
          response
              .addRecommendationsBuilder()
              .setItemId(item.id())
              .setTitle(item.title())
              .setScore(item.score());
      if (item.predictedRating() != null) {
        recommendation.setPredictedRating(item.predictedRating());
      }
      for (RecommendedItems.Reason reason : item.reasons()) {
        Reason.Builder named =
            recommendation
                .addReasonsBuilder()
                .setItemId(reason.id())
                .setTitle(reason.title())
                .setEffect(reason.effect());
        if (reason.rating() == null) {
          named.setUnrated(true);
        } else {
          named.setRating(reason.rating());
        }
      }
    }
    return response.build();
  }

  static PredictResponse predict(PredictedRatings answer) {
    PredictQuery query = answer.query();
    PredictResponse.Builder response = PredictResponse.newBuilder().setModel(answer.model().ref());
    for (int row = 0; row < answer.rows().size(); row++) {
      Prediction.Builder prediction =
          response.addPredictionsBuilder().addAllUnknownIds(query.rows().get(row).unknownIds());
      float[] values = answer.rows().get(row);
      if (query.asBytes()) {
        ByteBuffer bytes =
            ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        prediction.setValueBytes(UnsafeByteOperations.unsafeWrap(bytes));
      } else {
        for (float value : values) {
          prediction.addValues(value);
        }
      }
    }
    query
        .columns()
        .ifPresent(
            chosen -> {
              for (int column : chosen.positions()) {
                response.addIds(query.answerIds().id(column));
              }
              response.addAllUnknownIds(chosen.unknownIds());
            });
    return response.build();
  }

  static SimilarItemsResponse similarItems(NearestIds answer) {
    SimilarItemsResponse.Builder response =
        SimilarItemsResponse.newBuilder().setModel(answer.model().ref());
    for (int i = 0; i < answer.nearest().size(); i++) {
      int item = answer.nearest().items()[i];
      response
          .addItemsBuilder()
          .setItemId(answer.ids().id(item))
          .setTitle(answer.ids().title(item))
          .setSimilarity(answer.nearest().scores()[i]);
    }
    return response.build();
  }

  static SimilarUsersResponse similarUsers(NearestIds answer) {
    SimilarUsersResponse.Builder response =
        SimilarUsersResponse.newBuilder().setModel(answer.model().ref());
    for (int i = 0; i < answer.nearest().size(); i++) {
      response
          .addUsersBuilder()
          .setUserId(answer.ids().id(answer.nearest().items()[i]))
          .setSimilarity(answer.nearest().scores()[i]);
    }
    return response.build();
  }

  static ListModelsResponse models(ModelCatalog catalog) {
    ListModelsResponse.Builder response = ListModelsResponse.newBuilder();
    for (LoadedModel model : catalog.all()) {
      response.addModels(model(model, catalog));
    }
    for (BadVersion bad : catalog.bad()) {
      response
          .addBadVersionsBuilder()
          .setModel(ModelRef.newBuilder().setName(bad.name()).setVersion(bad.version()))
          .setReason(bad.why());
    }
    return response.build();
  }

  static ModelInfo model(LoadedModel model, ModelCatalog catalog) {
    return ModelInfo.newBuilder()
        .setModel(model.ref())
        .setManifest(model.metadata().manifest())
        .setDevice(model.deviceLabel())
        .setDefault(catalog.isDefault(model))
        .addAllLabels(catalog.labels(model))
        .setOverwritten(model.overwritten())
        .build();
  }

  /** Builds the error of one request of a stream, which does not end the call. */
  static StreamError error(Refusal refusal) {
    StreamError.Builder error =
        StreamError.newBuilder()
            .setCode(RefusalStatus.code(refusal).value())
            .setMessage(RefusalStatus.description(refusal));
    if (refusal instanceof Refusal.InvalidRequest invalid) {
      for (BadRequest.FieldViolation violation : RefusalStatus.fieldViolations(invalid)) {
        error
            .addFieldViolationsBuilder()
            .setField(violation.getField())
            .setDescription(violation.getDescription());
      }
    }
    return error.build();
  }
}
