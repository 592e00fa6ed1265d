package io.autorec.server.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.autorec.server.fixture.TinyServer;
import io.autorec.v1.AdminServiceGrpc;
import io.autorec.v1.AdminServiceGrpc.AdminServiceBlockingStub;
import io.autorec.v1.AutoRecServiceGrpc.AutoRecServiceBlockingStub;
import io.autorec.v1.LoadModelRequest;
import io.autorec.v1.ModelRef;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.ServedVersions;
import io.autorec.v1.SetLabelRequest;
import io.autorec.v1.UnloadModelRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.function.Executable;

/** Calls that change and ask which versions of the model {@code tiny} are served. */
final class AdminCalls {
  static final String APP = "app-0123456789012345678901234567";
  static final String ADMIN = "admin-0123456789012345678901234567";

  private AdminCalls() {}

  static AdminServiceBlockingStub admin(TinyServer server) {
    return TinyServer.withToken(AdminServiceGrpc.newBlockingStub(server.connect()), ADMIN);
  }

  static ModelRef version(long version) {
    return ModelRef.newBuilder().setName("tiny").setVersion(version).build();
  }

  static ServedVersions load(AdminServiceBlockingStub admin, long version) {
    return admin
        .loadModel(LoadModelRequest.newBuilder().setModel(version(version)).build())
        .getServed();
  }

  static ServedVersions unload(AdminServiceBlockingStub admin, long version) {
    return admin
        .unloadModel(UnloadModelRequest.newBuilder().setModel(version(version)).build())
        .getServed();
  }

  static ServedVersions label(AdminServiceBlockingStub admin, long version, String label) {
    return admin
        .setLabel(SetLabelRequest.newBuilder().setModel(version(version)).setLabel(label).build())
        .getServed();
  }

  static RecommendRequest asking(String label) {
    return RecommendRequest.newBuilder()
        .setModel(ModelRef.newBuilder().setLabel(label))
        .setUserId("u1")
        .build();
  }

  static long answering(AutoRecServiceBlockingStub stub, String label) {
    return stub.recommend(asking(label)).getModel().getVersion();
  }

  static Status refusal(Status.Code code, Executable call) {
    Status status = assertThrows(StatusRuntimeException.class, call).getStatus();
    assertEquals(code, status.getCode(), status.toString());
    return status;
  }
}
