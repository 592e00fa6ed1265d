package io.autorec.server.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.rpc.BadRequest;
import io.autorec.fixture.TinyModel;
import io.autorec.v1.AutoRecServiceGrpc.AutoRecServiceBlockingStub;
import io.autorec.v1.ModelRef;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendResponse;
import io.autorec.v1.Recommendation;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Calls of a server that also has versions with ranking heads. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ChoiceCalls {
  private ServedModels served;

  @BeforeAll
  final void start(@TempDir Path repository) throws Exception {
    served = new ServedModels(ServedModels.withRankingHeads(repository));
  }

  @AfterAll
  final void stop() {
    served.close();
  }

  final ServedModels served() {
    return served;
  }

  final AutoRecServiceBlockingStub stub() {
    return served.stub();
  }

  final RecommendResponse recommend(ModelRef model, RecommendRequest.Builder request) {
    return stub().recommend(request.setModel(model).build());
  }

  static RecommendRequest.Builder of(String user) {
    return RecommendRequest.newBuilder().setUserId(user);
  }

  static RecommendRequest.Builder ofRatings(Object... ratings) {
    return RecommendRequest.newBuilder().setRatings(Requests.ratings(ratings));
  }

  static List<String> ids(RecommendResponse response) {
    return response.getRecommendationsList().stream().map(Recommendation::getItemId).toList();
  }

  static int position(Recommendation item) {
    return TinyModel.ITEMS.indexOf(item.getItemId());
  }

  /** The only field violation of a Recommend. */
  final String violation(ModelRef model, RecommendRequest.Builder request) throws Exception {
    StatusRuntimeException e =
        assertThrows(StatusRuntimeException.class, () -> recommend(model, request));
    assertEquals(Status.Code.INVALID_ARGUMENT, e.getStatus().getCode(), e.toString());
    BadRequest details = StatusProto.fromThrowable(e).getDetails(0).unpack(BadRequest.class);
    assertEquals(1, details.getFieldViolationsCount());
    BadRequest.FieldViolation violation = details.getFieldViolations(0);
    return violation.getField() + ": " + violation.getDescription();
  }

  /** Why a Recommend is refused that the model cannot answer. */
  final String unable(ModelRef model, RecommendRequest.Builder request) {
    return unable(() -> recommend(model, request));
  }

  /** Why a call is refused that the model cannot answer. */
  static String unable(Executable call) {
    Status status = assertThrows(StatusRuntimeException.class, call).getStatus();
    assertEquals(Status.Code.FAILED_PRECONDITION, status.getCode(), status.toString());
    return String.valueOf(status.getDescription());
  }
}
